import { matchesWildcard } from "../wildcard.ts";
import type { NameSet } from "./peer-set.ts";

// Sets of names with wildcards have no exact difference. What is uncertain stays in a result: rather one name too many is told.

export const noName: NameSet = { everyName: false, names: new Set() };
export const everyName: NameSet = { everyName: true, names: new Set() };

export function joinedNames(sets: readonly NameSet[]): NameSet {
  const open = sets.filter((set) => set.everyName);
  const [first, ...others] = open.map((set) => [...(set.allBut ?? [])]);
  const allBut = first && others.reduce((left, right) => [...within(left, right), ...within(right, left)], first);
  return nameSet(
    allBut,
    sets.flatMap((set) => [...set.names]),
  );
}

export function commonNames(a: NameSet, b: NameSet): NameSet {
  const [leftBut, rightBut] = [exceptions(a), exceptions(b)];
  return nameSet(leftBut && rightBut && [...leftBut, ...rightBut], [
    ...(leftBut ? outside(b.names, leftBut) : []),
    ...(rightBut ? outside(a.names, rightBut) : []),
    ...overlap(a.names, b.names),
  ]);
}

export function minusNames(a: NameSet, b: NameSet): NameSet {
  const [leftBut, rightBut] = [exceptions(a), exceptions(b)];
  const names = outside(rightBut ? overlap(a.names, rightBut) : a.names, b.names);
  if (!leftBut) return nameSet(undefined, names);
  if (!rightBut) return nameSet([...leftBut, ...b.names], names);
  return nameSet(undefined, [...names, ...outside(outside(rightBut, leftBut), b.names)]);
}

export function isNoName(set: NameSet): boolean {
  return !set.everyName && set.names.size === 0;
}

/** The set without what its other members say already, each list sorted. */
export function normalNames(set: NameSet): NameSet {
  return nameSet(exceptions(set), [...set.names]);
}

function exceptions(set: NameSet): readonly string[] | undefined {
  return set.everyName ? [...(set.allBut ?? [])] : undefined;
}

function nameSet(allBut: readonly string[] | undefined, names: readonly string[]): NameSet {
  if (!allBut) return { everyName: false, names: new Set(largest(names)) };
  const excluded = largest(outside(allBut, names));
  const extra = largest(names).filter((name) => excluded.some((other) => mayOverlap(name, other)));
  return { everyName: true, names: new Set(extra), ...(excluded.length > 0 && { allBut: new Set(excluded) }) };
}

function largest(names: readonly string[]): readonly string[] {
  const distinct = [...new Set(names)].sort();
  const patterns = distinct.filter((name) => name.includes("*"));
  return distinct.filter((name) => !patterns.some((other) => other !== name && contains(other, name)));
}

function within(names: readonly string[], others: readonly string[]): readonly string[] {
  return names.filter((name) => others.some((other) => contains(other, name)));
}

function outside(names: Iterable<string>, others: Iterable<string>): readonly string[] {
  const [known, patterns] = [new Set(others), [...others].filter((other) => other.includes("*"))];
  return [...names].filter((name) => !known.has(name) && !patterns.some((other) => contains(other, name)));
}

/** What may be in both lists. */
function overlap(a: Iterable<string>, b: Iterable<string>): readonly string[] {
  const [left, right] = [[...a], [...b]];
  return left.flatMap((name) =>
    right
      .filter((other) => mayOverlap(name, other))
      .map((other) => (contains(name, other) && !contains(other, name) ? other : name)),
  );
}

const prefix = "name:";
const everyDnsName = "name:*";

/** Whether each name that `inner` stands for is certainly one of `outer`. */
function contains(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  if (!outer.startsWith(prefix) || !inner.startsWith(prefix)) return false;
  if (outer === everyDnsName) return true;
  if (!outer.includes("*") || inner.includes("*")) return false;
  // A star stays within one label (Cilium, matchPattern); where it does not, this is contained all the more.
  const [labels, parts] = [outer.split("."), inner.split(".")];
  return labels.length === parts.length && labels.every((label, index) => matchesWildcard(label, parts[index] ?? ""));
}

function mayOverlap(a: string, b: string): boolean {
  if (a === b) return true;
  if (!a.startsWith(prefix) || !b.startsWith(prefix)) return false;
  if (!b.includes("*")) return matchesWildcard(a, b);
  if (!a.includes("*")) return matchesWildcard(b, a);
  return (
    areAlike(a.split("*")[0], b.split("*")[0], "startsWith") &&
    areAlike(a.split("*").at(-1), b.split("*").at(-1), "endsWith")
  );
}

function areAlike(a = "", b = "", side: "startsWith" | "endsWith"): boolean {
  return a[side](b) || b[side](a);
}
