import type { View } from "../../kubernetes/desired-state.ts";
import type { Location } from "../../kubernetes/location.ts";
import { type FieldPath, identityOf, type Resource } from "../../kubernetes/resource.ts";
import { groupBy } from "../access/group-by.ts";
import { unchangedData } from "../unchanged-data.ts";

/** One object in both states; undefined where it is not. */
export interface Pair {
  readonly before: Resource | undefined;
  readonly after: Resource | undefined;
}

/**
 * The objects of a view that differ, each beside itself. An object that only came to name its namespace is still the same; of
 * several workloads of one identity, those of one file belong together.
 */
export function changedPairs({ before, after }: View): readonly Pair[] {
  const stays = unchangedData({ before, after });
  const isChanged = ({ data }: Resource) => !stays.has(data);
  const byIdentity = paired(before.filter(isChanged), after.filter(isChanged), (resource) => identityOf(resource));
  const alone = { gone: byIdentity.flatMap(goneOf), come: byIdentity.flatMap(comeOf) };
  const unplaced = paired(alone.gone, alone.come, ({ group, kind, name }) => JSON.stringify([group, kind, name]));
  const renamed = unplaced.filter(
    ({ before: one, after: other }) => !one || !other || one.namespace === undefined || other.namespace === undefined,
  );
  const left = unplaced.filter((pair) => !renamed.includes(pair));
  const apart = left.flatMap((pair): Pair[] => [
    { before: pair.before, after: undefined },
    { before: undefined, after: pair.after },
  ]);
  return [...byIdentity.filter((pair) => pair.before && pair.after), ...renamed, ...apart];
}

/** The one that speaks for the pair: as it is, or as it was. */
export function present({ before, after }: Pair): Resource | undefined {
  return after ?? before;
}

/** Where a field stands on both sides, the new one first. */
export function placesOf({ before, after }: Pair, path: FieldPath): readonly Location[] {
  return [after, before].flatMap((side) => (side ? [side.locate(path)] : []));
}

/** Names an object in an effect, whatever its API version. */
export function objectKey({ kind, namespace, name }: Resource): string {
  return `${kind}/${namespace ?? ""}/${name}`;
}

function paired(
  before: readonly Resource[],
  after: readonly Resource[],
  keyOf: (resource: Resource) => string,
): readonly Pair[] {
  const come = groupBy(after, keyOf);
  const gone = groupBy(before, keyOf);
  return [...new Set([...gone.keys(), ...come.keys()])].flatMap((key) =>
    pairsOf(gone.get(key) ?? [], come.get(key) ?? []),
  );
}

function pairsOf(before: readonly Resource[], after: readonly Resource[]): readonly Pair[] {
  const byFile = new Map(after.map((resource) => [resource.file, resource]));
  const sameFile = new Map<Resource, Resource>();
  for (const resource of before) {
    const other = byFile.get(resource.file);
    if (!other) continue;
    byFile.delete(resource.file);
    sameFile.set(resource, other);
  }
  const taken = new Set(sameFile.values());
  const left = after.filter((resource) => !taken.has(resource))[Symbol.iterator]();
  const pairs = before.map((resource): Pair => {
    const partner = sameFile.get(resource) ?? left.next().value;
    return { before: resource, after: partner };
  });
  return [...pairs, ...[...left].map((resource): Pair => ({ before: undefined, after: resource }))];
}

function goneOf({ before, after }: Pair): readonly Resource[] {
  return before && !after ? [before] : [];
}

function comeOf({ before, after }: Pair): readonly Resource[] {
  return after && !before ? [after] : [];
}
