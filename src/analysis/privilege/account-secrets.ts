import type { Plain, Resource } from "../../kubernetes/resource.ts";
import { listed } from "../access/grant-lines.ts";
import { isPlainList, isPlainObject, own, scalarText } from "../plain-differences.ts";
import { objectKey, type Pair, placesOf, present } from "./pairs.ts";
import { type PrivilegeChange, privilegeChange } from "./privilege-change.ts";
import { podsOfObject } from "./say-object.ts";

const fields = [
  { field: "imagePullSecrets", verb: "pull images with" },
  { field: "secrets", verb: "may mount" },
] as const;

/** Secrets that pods get by their ServiceAccount. What these open stands elsewhere, so it is on record, and no more. */
export function accountSecretChanges(pair: Pair, view: string): readonly PrivilegeChange[] {
  const resource = present(pair);
  // The first Secrets of a new account are no change to anybody.
  if (!resource || !pair.before || !pair.after || resource.group !== "" || resource.kind !== "ServiceAccount")
    return [];
  return fields.flatMap(({ field, verb }) => {
    const before = namesIn(pair.before, field);
    const after = namesIn(pair.after, field);
    const [known, wanted] = [new Set(before), new Set(after)];
    const added = after.filter((name) => !known.has(name));
    const removed = before.filter((name) => !wanted.has(name));
    if (added.length + removed.length === 0) return [];
    const what = added.length > 0 ? `now ${verb} ${quoted(added)}` : `no longer ${verb} ${quoted(removed)}`;
    return [
      privilegeChange(view, resource, {
        kind: "settings",
        direction: added.length > 0 ? "neutral" : "narrowed",
        weight: "record",
        sentence: `${podsOfObject(resource)} ${what}`,
        effect: { kind: field, object: objectKey(resource), added, removed },
        before: before.length > 0 ? before : null,
        after: after.length > 0 ? after : null,
        because: placesOf(pair, [field]),
      }),
    ];
  });
}

function quoted(names: readonly string[]): string {
  return `Secret${names.length === 1 ? "" : "s"} ${listed(
    names.map((name) => `\`${name}\``),
    4,
  )}`;
}

function namesIn(resource: Resource | undefined, field: string): readonly string[] {
  const list: Plain | undefined = resource && own(resource.data, field);
  const names = isPlainList(list) ? list.map((item) => (isPlainObject(item) ? scalarText(own(item, "name")) : "")) : [];
  return [...new Set(names.filter((name) => name !== ""))].sort();
}
