import type { FieldPath, Plain, PlainObject } from "../../kubernetes/resource.ts";
import { isPlainList, isPlainObject, own, samePlain, scalarText } from "../plain-differences.ts";
import { type Pair, placesOf } from "./pairs.ts";
import type { PermissionItem } from "./permission-items.ts";
import type { Weight } from "./privilege-change.ts";
import { lists, otherFields, strategies, switches } from "./scc-fields.ts";

/** What a SecurityContextConstraints (OpenShift) lets pods be, and who may use it: beyond what it did before. */
export function sccItems(pair: Pair): readonly PermissionItem[] {
  const before = pair.before?.data;
  const after = pair.after?.data;
  const at = (path: FieldPath) => placesOf(pair, path);
  return [
    ...switches.flatMap(({ field, says, weight, absent, opens }) => {
      const [from, to] = [before, after].map((side) => side && (own(side, field) ?? absent) === opens);
      return differ(from, to, { says, weight, effect: field, because: at([field]) });
    }),
    ...hostDirectories(before, after, at),
    ...strategies.flatMap(({ field, says, weight }) => {
      const [from, to] = [before, after].map((side) => (side ? strategy(side, field) : undefined));
      const [wasOpen, isOpen] = [from === "RunAsAny", to === "RunAsAny"];
      if (wasOpen !== isOpen) return differ(wasOpen, isOpen, { says, weight, effect: field, because: at([field]) });
      return before && after ? unlike(before, after, field, at) : [];
    }),
    ...lists.flatMap(({ field, says, weightOf, restricts }) => {
      const [from, to] = [before, after].map((side) => new Set(textsIn(side, field)));
      if (!from || !to) return [];
      return [...new Set([...from, ...to])].flatMap((value) => {
        if (field === "volumes" && value === "hostPath") return [];
        const item = { says: says(value), weight: weightOf(value), effect: [field, value], because: at([field]) };
        // A new object restricts nothing that was allowed before, and one that is gone allows nothing.
        if (restricts) return before && after ? differ(!holds(from, value), !holds(to, value), item) : [];
        return differ(holds(from, value), holds(to, value), item);
      });
    }),
    ...users(before, after, at),
    ...rest(before, after, at),
  ];
}

/** In lists of capabilities and of volumes, these stand for all of them. */
function holds(list: ReadonlySet<string>, value: string): boolean {
  return list.has(value) || list.has("*") || list.has("ALL");
}

type At = (path: FieldPath) => PermissionItem["because"];

function differ(
  before: boolean | undefined,
  after: boolean | undefined,
  item: Omit<PermissionItem, "direction">,
): readonly PermissionItem[] {
  if ((before ?? false) === (after ?? false)) return [];
  return [{ ...item, direction: after ? "widened" : "narrowed" }];
}

function unlike(before: PlainObject, after: PlainObject, field: string, at: At): readonly PermissionItem[] {
  if (samePlain(own(before, field), own(after, field))) return [];
  const effect = { field, from: own(before, field) ?? null, to: own(after, field) ?? null };
  return [{ says: `changed \`${field}\``, direction: "unknown", weight: "medium", effect, because: at([field]) }];
}

/** Both fields decide it, and the API server keeps them alike. */
function hostDirectories(before: PlainObject | undefined, after: PlainObject | undefined, at: At) {
  const allows = (side: PlainObject | undefined) =>
    side !== undefined &&
    (own(side, "allowHostDirVolumePlugin") === true ||
      textsIn(side, "volumes").some((volume) => volume === "hostPath" || volume === "*"));
  const because = [...at(["allowHostDirVolumePlugin"]), ...at(["volumes"])];
  const says = "lets pods mount directories of the node";
  return differ(allows(before), allows(after), { says, weight: "high", effect: "hostPath", because });
}

const everybody = new Set(["system:authenticated", "system:unauthenticated", "system:serviceaccounts"]);

/** Whoever is named in it may use it, without any role. */
function users(before: PlainObject | undefined, after: PlainObject | undefined, at: At): readonly PermissionItem[] {
  const isPowerful = [before, after].some((side) => side !== undefined && permitsMuch(side));
  return (["users", "groups"] as const).flatMap((field) => {
    const [from, to] = [new Set(textsIn(before, field)), new Set(textsIn(after, field))];
    return [...new Set([...from, ...to])].flatMap((name) => {
      const isPublic = everybody.has(name) || name.startsWith("system:serviceaccounts:");
      const weight: Weight = isPowerful ? (isPublic ? "critical" : "high") : isPublic ? "high" : "medium";
      const says = `lets ${field === "groups" ? "group" : "user"} \`${name}\` use it`;
      return differ(from.has(name), to.has(name), { says, weight, effect: [field, name], because: at([field]) });
    });
  });
}

function permitsMuch(side: PlainObject): boolean {
  return (
    switches.some(({ field, opens, weight }) => weight === "high" && own(side, field) === opens) ||
    own(side, "allowHostDirVolumePlugin") === true ||
    textsIn(side, "volumes").some((volume) => volume === "*" || volume === "hostPath") ||
    strategy(side, "runAsUser") === "RunAsAny" ||
    textsIn(side, "allowedCapabilities").includes("*")
  );
}

function strategy(side: PlainObject, field: string): string {
  const value = own(side, field);
  return isPlainObject(value) ? scalarText(own(value, "type")) : "";
}

const described = new Set(["apiVersion", "kind", "metadata", "status", "users", "groups", "allowHostDirVolumePlugin"]);

/** What is none of the above is no less a part of it. */
function rest(before: PlainObject | undefined, after: PlainObject | undefined, at: At): readonly PermissionItem[] {
  if (!before || !after) return [];
  const known = new Set([...described, ...[...switches, ...strategies, ...lists].map(({ field }) => field)]);
  const fields = new Set([...otherFields, ...Object.keys(before), ...Object.keys(after)]);
  return [...fields].filter((field) => !known.has(field)).flatMap((field) => unlike(before, after, field, at));
}

function textsIn(side: PlainObject | undefined, field: string): readonly string[] {
  const list: Plain | undefined = side && own(side, field);
  // A flex volume is named by its driver.
  const text = (item: Plain) => scalarText(isPlainObject(item) ? own(item, "driver") : item);
  return isPlainList(list) ? list.map(text).filter((one) => one !== "") : [];
}
