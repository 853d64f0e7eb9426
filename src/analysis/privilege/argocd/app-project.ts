import type { Plain, PlainObject } from "../../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, own, samePlain, scalarText } from "../../plain-differences.ts";
import { type Pair, placesOf } from "../pairs.ts";
import type { PermissionItem } from "../permission-items.ts";
import { objectIn } from "../pod.ts";
import type { Weight } from "../privilege-change.ts";
import { type Entry, newEntries } from "./patterns.ts";
import { lineItems } from "./policy-lines.ts";

/** What Applications of an AppProject of Argo CD may deploy, from where and to where, and who may act in it. */
export function appProjectItems(pair: Pair): readonly PermissionItem[] {
  const before = pair.before && objectIn(pair.before.data, "spec");
  const after = pair.after && objectIn(pair.after.data, "spec");
  return [
    ...lists.flatMap((list) => listItems(list, before, after, pair)),
    ...roleItems(before ?? {}, after ?? {}, pair),
    ...(before && after ? settingItems(before, after, pair) : []),
  ];
}

interface List {
  readonly field: string;
  readonly read: (item: Plain) => Entry | undefined;
  readonly says: (entry: Entry) => string;
  readonly weightOf: (entry: Entry) => Weight;
  /** What stands in it is taken away. */
  readonly restricts?: true;
  /** What counts where the field is absent. */
  readonly absent?: readonly Entry[];
  readonly paths?: true;
}

const anyHigh = (entry: Entry): Weight => (entry.includes("*") ? "high" : "medium");

/** Kinds by which an Application could give itself rights. */
const weightOfKind = ([group = "", kind = ""]: Entry): Weight =>
  kind === "*" || group === "*" || group === "rbac.authorization.k8s.io" ? "high" : "medium";

const sayKind = ([group, kind]: Entry) =>
  kind === "*"
    ? group === "*"
      ? "every kind"
      : `every kind of \`${group}\``
    : `kind \`${kind}\`${group ? ` of \`${group}\`` : ""}`;

const readKind = (item: Plain): Entry | undefined =>
  isPlainObject(item) ? [scalarText(own(item, "group")), scalarText(own(item, "kind"))] : undefined;

const lists: readonly List[] = [
  {
    field: "sourceRepos",
    // Argo CD takes both spellings for one repository.
    read: (item) => [scalarText(item).replace(/\.git$/, "")],
    says: ([repo]) => (repo === "*" ? "takes manifests from any repository" : `takes manifests from \`${repo}\``),
    weightOf: anyHigh,
    paths: true,
  },
  {
    field: "sourceNamespaces",
    read: (item) => [scalarText(item)],
    says: ([name]) => `takes Applications from ${name === "*" ? "any namespace" : `namespace \`${name}\``}`,
    weightOf: anyHigh,
  },
  {
    field: "destinations",
    read: readDestination,
    says: sayDestination,
    weightOf: ([cluster, namespace]) => (cluster === "*" || strongNamespaces.has(namespace ?? "") ? "high" : "medium"),
  },
  {
    field: "clusterResourceWhitelist",
    read: readKind,
    says: (entry) => `deploys cluster-wide objects of ${sayKind(entry)}`,
    weightOf: weightOfKind,
  },
  {
    field: "clusterResourceBlacklist",
    read: readKind,
    says: (entry) => `deploys cluster-wide objects of ${sayKind(entry)} that were excluded`,
    weightOf: weightOfKind,
    restricts: true,
  },
  {
    field: "namespaceResourceWhitelist",
    read: readKind,
    says: (entry) => `deploys objects of ${sayKind(entry)} in namespaces`,
    weightOf: weightOfKind,
    absent: [["*", "*"]],
  },
  {
    field: "namespaceResourceBlacklist",
    read: readKind,
    says: (entry) => `deploys objects of ${sayKind(entry)} in namespaces that were excluded`,
    weightOf: weightOfKind,
    restricts: true,
  },
];

const strongNamespaces = new Set(["*", "kube-system", "argocd", "flux-system"]);

function readDestination(item: Plain): Entry | undefined {
  if (!isPlainObject(item)) return undefined;
  const field = (key: string) => scalarText(own(item, key));
  return [field("server") || field("name"), field("namespace")];
}

function sayDestination([cluster, namespace]: Entry): string {
  const where = cluster === "*" ? "any cluster" : `cluster \`${cluster}\``;
  return `deploys to ${namespace === "*" ? "any namespace" : `namespace \`${namespace}\``} of ${where}`;
}

function listItems(
  list: List,
  before: PlainObject | undefined,
  after: PlainObject | undefined,
  pair: Pair,
): readonly PermissionItem[] {
  const [from, to] = [entriesIn(list, before), entriesIn(list, after)];
  const because = placesOf(pair, ["spec", list.field]);
  const items = (entries: readonly Entry[], isMore: boolean, denied: boolean) =>
    entries.map((entry): PermissionItem => {
      const says = denied ? `${list.says(entry)}, which was excluded` : list.says(entry);
      const direction = isMore ? "widened" : "narrowed";
      return { says, direction, weight: list.weightOf(entry), effect: [list.field, denied, ...entry], because };
    });
  const more = newEntries(from.allowed, to.allowed, list.paths);
  const less = newEntries(to.allowed, from.allowed, list.paths);
  // What a project excludes is no restriction to anybody where there was no project.
  const isChange = before !== undefined && after !== undefined;
  const excluded = isChange ? newEntries(from.denied, to.denied) : [];
  const readmitted = isChange ? newEntries(to.denied, from.denied) : [];
  if (list.restricts) return isChange ? [...items(more, false, false), ...items(less, true, false)] : [];
  return [
    ...items(more, true, false),
    ...items(less, false, false),
    ...items(readmitted, true, true),
    ...items(excluded, false, true),
  ];
}

/** Entries with a `!` exclude what fits the rest of them. */
function entriesIn({ field, read, absent }: List, spec: PlainObject | undefined) {
  const value = spec && own(spec, field);
  const list = isPlainList(value)
    ? value.flatMap((item) => [read(item)].filter((entry) => entry !== undefined))
    : undefined;
  const entries = list ?? (spec ? (absent ?? []) : []);
  const isDenied = (entry: Entry) => entry.some((text) => text.startsWith("!"));
  return {
    allowed: entries.filter((entry) => !isDenied(entry)),
    denied: entries.filter(isDenied).map((entry) => entry.map((text) => text.replace(/^!/, ""))),
  };
}

function roleItems(before: PlainObject, after: PlainObject, pair: Pair): readonly PermissionItem[] {
  const [from, to] = [rolesIn(before), rolesIn(after)];
  const because = placesOf(pair, ["spec", "roles"]);
  return [...new Set([...to.keys(), ...from.keys()])].flatMap((name) => {
    const [one, other] = [from.get(name) ?? {}, to.get(name) ?? {}];
    const [groups, newGroups] = [new Set(textsIn(one, "groups")), new Set(textsIn(other, "groups"))];
    const members = [...new Set([...groups, ...newGroups])].filter(
      (group) => groups.has(group) !== newGroups.has(group),
    );
    return [
      ...lineItems(textsIn(one, "policies"), textsIn(other, "policies"), because),
      ...members.map((group): PermissionItem => {
        const direction = newGroups.has(group) ? "widened" : "narrowed";
        return {
          says: `gives group \`${group}\` its role \`${name}\``,
          direction,
          weight: "medium",
          effect: ["group", name, group],
          because,
        };
      }),
      ...unlike(one, other, "jwtTokens", `changed tokens of its role \`${name}\``, because),
    ];
  });
}

function rolesIn(spec: PlainObject): ReadonlyMap<string, PlainObject> {
  const roles = own(spec, "roles");
  const list = isPlainList(roles) ? roles.filter(isPlainObject) : [];
  return new Map(list.map((role) => [scalarText(own(role, "name")), role]));
}

function textsIn(object: PlainObject, key: string): readonly string[] {
  const list = own(object, key);
  return isPlainList(list) ? list.map(scalarText).filter((text) => text !== "") : [];
}

/** What describes the project or only watches it. */
const harmless = new Set(["description", "orphanedResources"]);

function settingItems(before: PlainObject, after: PlainObject, pair: Pair): readonly PermissionItem[] {
  const known = new Set([...lists.map(({ field }) => field), "roles", "permitOnlyProjectScopedClusters"]);
  const at = (field: string) => placesOf(pair, ["spec", field]);
  const [from, to] = [before, after].map((spec) => own(spec, "permitOnlyProjectScopedClusters") !== true);
  const scoped: readonly PermissionItem[] =
    from === to
      ? []
      : [
          {
            says: "deploys to clusters that are not its own",
            direction: to ? "widened" : "narrowed",
            weight: "medium",
            effect: "permitOnlyProjectScopedClusters",
            because: at("permitOnlyProjectScopedClusters"),
          },
        ];
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((field) => !known.has(field));
  return [
    ...scoped,
    ...signatures(before, after, at("signatureKeys")),
    ...fields
      .filter((field) => field !== "signatureKeys")
      .flatMap((field) => {
        const items = unlike(before, after, field, `changed \`${field}\``, at(field));
        return harmless.has(field) ? items.map((item) => ({ ...item, direction: "neutral" as const })) : items;
      }),
  ];
}

/** With one key or more, only what one of them signed is deployed. */
function signatures(
  before: PlainObject,
  after: PlainObject,
  because: PermissionItem["because"],
): readonly PermissionItem[] {
  const keys = (spec: PlainObject) => {
    const list = own(spec, "signatureKeys");
    return new Set(
      (isPlainList(list) ? list : []).map((item) => (isPlainObject(item) ? scalarText(own(item, "keyID")) : "")),
    );
  };
  const [from, to] = [keys(before), keys(after)];
  if ((from.size === 0) !== (to.size === 0)) {
    const says = "deploys what nobody signed";
    return [{ says, direction: to.size === 0 ? "widened" : "narrowed", weight: "high", effect: "unsigned", because }];
  }
  return [...new Set([...from, ...to])]
    .filter((key) => from.has(key) !== to.has(key))
    .map((key) => {
      const direction = to.has(key) ? "widened" : "narrowed";
      return { says: `deploys what key \`${key}\` signed`, direction, weight: "medium", effect: ["key", key], because };
    });
}

function unlike(
  before: PlainObject,
  after: PlainObject,
  field: string,
  says: string,
  because: PermissionItem["because"],
): readonly PermissionItem[] {
  const [from, to] = [own(before, field), own(after, field)];
  if (samePlain(from, to)) return [];
  return [
    { says, direction: "unknown", weight: "medium", effect: { field, from: from ?? null, to: to ?? null }, because },
  ];
}
