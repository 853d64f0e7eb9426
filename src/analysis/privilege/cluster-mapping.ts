import type { Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { isReadable } from "../access/principal.ts";
import { isPlainList, isPlainObject, own, scalarText } from "../plain-differences.ts";
import { plainOfYamlText } from "../yaml-text.ts";
import { type Pair, placesOf } from "./pairs.ts";
import type { PermissionItem } from "./permission-items.ts";
import { objectIn } from "./pod.ts";
import type { Weight } from "./privilege-change.ts";

/** The ConfigMap by which EKS lets people and roles of AWS in: `kube-system/aws-auth`. */
export function isAwsAuth({ group, kind, name, namespace }: Resource): boolean {
  return group === "" && kind === "ConfigMap" && name === "aws-auth" && (namespace ?? "kube-system") === "kube-system";
}

const fields = [
  { field: "mapRoles", arn: "rolearn" },
  { field: "mapUsers", arn: "userarn" },
] as const;

/** Who of AWS is let in as whom, beyond what was so before. */
export function clusterMappingItems(pair: Pair): readonly PermissionItem[] {
  const [before, after] = [pair.before, pair.after].map((side) => (side ? objectIn(side.data, "data") : {}));
  if (!before || !after) return [];
  return [
    ...fields.flatMap(({ field, arn }) => difference(pair, field, before, after, (list) => mappings(list, arn))),
    ...difference(pair, "mapAccounts", before, after, accounts),
  ];
}

interface Mapping {
  readonly says: string;
  readonly weight: Weight;
}

type Mappings = ReadonlyMap<string, Mapping>;

function difference(
  pair: Pair,
  field: string,
  before: PlainObject,
  after: PlainObject,
  read: (list: readonly Plain[]) => Mappings | undefined,
): readonly PermissionItem[] {
  const texts = [before, after].map((data) => scalarText(own(data, field)));
  if (texts[0] === texts[1]) return [];
  const because = placesOf(pair, ["data", field]);
  const [from, to] = texts.map((text) => mappingsIn(text, read));
  if (!from || !to) {
    const says = `lets in whom \`${field}\` says, and that cannot be read`;
    return [{ says, direction: "unknown", weight: "high", effect: [field, ...texts], because }];
  }
  const item =
    (direction: "widened" | "narrowed") =>
    ([key, mapping]: [string, Mapping]): PermissionItem => {
      return { ...mapping, direction, effect: [field, key], because };
    };
  return [
    ...[...to].filter(([key]) => !from.has(key)).map(item("widened")),
    ...[...from].filter(([key]) => !to.has(key)).map(item("narrowed")),
  ];
}

/** Undefined where nobody here can tell who is let in. */
function mappingsIn(text: string, read: (list: readonly Plain[]) => Mappings | undefined): Mappings | undefined {
  if (text.trim() === "") return new Map();
  const value = plainOfYamlText(text);
  return isPlainList(value) ? read(value) : undefined;
}

function mappings(list: readonly Plain[], arnField: string): Mappings | undefined {
  const found = new Map<string, Mapping>();
  for (const entry of list) {
    const arn = isPlainObject(entry) ? scalarText(own(entry, arnField)) : "";
    if (!isPlainObject(entry) || arn === "") return undefined;
    const user = scalarText(own(entry, "username"));
    const groups = own(entry, "groups") ?? [];
    if (!isPlainList(groups) || !groups.every((group) => typeof group === "string")) return undefined;
    for (const group of groups.length > 0 ? groups.map(String) : [undefined]) {
      const as = `${user === "" ? "" : ` as \`${user}\``}${group === undefined ? "" : ` in group \`${group}\``}`;
      // Kubernetes asks nobody of this group for any right.
      const weight = group === "system:masters" || (group !== undefined && !isReadable(group)) ? "critical" : "high";
      found.set(JSON.stringify([arn, user, group ?? null]), { says: `lets \`${arn}\` in${as}`, weight });
    }
  }
  return found;
}

function accounts(list: readonly Plain[]): Mappings {
  const names = list.map(scalarText).filter((name) => name !== "");
  return new Map(
    names.map((name) => [name, { says: `lets everybody of the AWS account \`${name}\` in`, weight: "high" }]),
  );
}
