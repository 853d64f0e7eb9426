import type { Plain, PlainObject, Resource } from "../../kubernetes/resource.ts";
import { listed } from "../access/grant-lines.ts";
import { groupBy } from "../access/group-by.ts";
import { isPlainList, isPlainObject, own, scalarText } from "../plain-differences.ts";
import { objectKey, type Pair, placesOf, present } from "./pairs.ts";
import { type PrivilegeChange, privilegeChange } from "./privilege-change.ts";
import { named } from "./say-object.ts";

const fields = [
  { field: "imagePullSecrets", verb: "pull images with" },
  { field: "secrets", verb: "may mount" },
] as const;

interface Difference {
  readonly pair: Pair;
  readonly resource: Resource;
  readonly field: string;
  readonly verb: string;
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly added: readonly string[];
  readonly removed: readonly string[];
}

/** Secrets that pods get by their ServiceAccount. What these open stands elsewhere, so it is on record, and no more. */
export function accountSecretChanges(pairs: readonly Pair[], view: string): readonly PrivilegeChange[] {
  // The same change of many accounts is one change.
  const alike = groupBy(pairs.flatMap(differencesIn), ({ field, added, removed }) =>
    JSON.stringify([field, added, removed]),
  );
  return [...alike.values()].map((group) => changeOf(group as [Difference, ...Difference[]], view));
}

function differencesIn(pair: Pair): readonly Difference[] {
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
    return added.length + removed.length === 0 ? [] : [{ pair, resource, field, verb, before, after, added, removed }];
  });
}

function changeOf(group: readonly [Difference, ...Difference[]], view: string): PrivilegeChange {
  const sorted = [...group].sort((a, b) => (objectKey(a.resource) < objectKey(b.resource) ? -1 : 1));
  const { resource, field, verb, before, after, added, removed } = sorted[0] ?? group[0];
  const what = added.length > 0 ? `now ${verb} ${quoted(added)}` : `no longer ${verb} ${quoted(removed)}`;
  const accounts = listed(
    sorted.map((one) => named(one.resource)),
    4,
  );
  const shared = { kind: field, added, removed };
  const effects = sorted.map((one): PlainObject => ({ ...shared, object: objectKey(one.resource) }));
  return privilegeChange(view, resource, {
    kind: "settings",
    direction: added.length > 0 ? "neutral" : "narrowed",
    weight: "record",
    sentence: `pods of ${accounts} ${what}`,
    effect:
      effects.length === 1
        ? (effects[0] ?? null)
        : { ...shared, objects: sorted.map((one) => objectKey(one.resource)) },
    parts: effects,
    before: before.length > 0 ? before : null,
    after: after.length > 0 ? after : null,
    because: sorted.flatMap((one) => placesOf(one.pair, [field])),
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
