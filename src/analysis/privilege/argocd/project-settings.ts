import type { PlainObject } from "../../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, own, samePlain, scalarText } from "../../plain-differences.ts";
import { type Pair, placesOf } from "../pairs.ts";
import type { PermissionItem } from "../permission-items.ts";
import { lineItems } from "./policy-lines.ts";
import { projectLists } from "./project-lists.ts";

/** Who may do what in a project. */
export function roleItems(before: PlainObject, after: PlainObject, pair: Pair): readonly PermissionItem[] {
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

/** What else a project says; a field that nobody knows is an unknown. */
export function settingItems(before: PlainObject, after: PlainObject, pair: Pair): readonly PermissionItem[] {
  const known = new Set([...projectLists.map(({ field }) => field), "roles", "permitOnlyProjectScopedClusters"]);
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
