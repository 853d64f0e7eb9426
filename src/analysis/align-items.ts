import type { Plain } from "../kubernetes/resource.ts";

/** An item of a list with its index. */
export type Item = readonly [number, Plain];

/**
 * Pairs the items of two lists that have no name of their own: each with the one that it shares the most values with, so
 * that an item that was inserted or taken out shifts no other. What shares nothing is paired in order.
 */
export function alignItems(
  before: readonly Item[],
  after: readonly Item[],
): readonly (readonly [Item | undefined, Item | undefined])[] {
  const partners = partnersOf(before, after);
  const taken = new Set(partners.values());
  const left = before.filter((_item, index) => !partners.has(index));
  const right = after.filter((_item, index) => !taken.has(index));
  const inOrder = Array.from({ length: Math.max(left.length, right.length) }, (_, turn) => turn);
  return [
    ...before.flatMap((item, index) => {
      const partner = partners.get(index);
      return partner === undefined ? [] : [[item, after[partner]] as const];
    }),
    ...inOrder.map((turn) => [left[turn], right[turn]] as const),
  ];
}

/** The best pairs first; ties are broken without regard to the side, so that swapping the sides swaps the answer. */
function partnersOf(before: readonly Item[], after: readonly Item[]): ReadonlyMap<number, number> {
  const partners = new Map<number, number>();
  if (before.length * after.length > maxPairs || (before.length === 1 && after.length === 1)) return partners;
  const [one, other] = [before, after].map((items) => items.map(([, item]) => valuesOf(item)));
  const pairs = (one ?? []).flatMap((a, i) => (other ?? []).map((b, j) => ({ i, j, shared: sharedBetween(a, b) })));
  const taken = new Set<number>();
  const best = pairs
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared || Math.abs(a.i - a.j) - Math.abs(b.i - b.j) || min(a) - min(b));
  for (const { i, j } of best) {
    if (partners.has(i) || taken.has(j)) continue;
    partners.set(i, j);
    taken.add(j);
  }
  return partners;
}

/** Lists of more are paired in order: comparing all with all would take an attacker's time, not ours. */
const maxPairs = 2_500;
const maxValues = 200;

function min({ i, j }: { readonly i: number; readonly j: number }): number {
  return Math.min(i, j);
}

/** What an item says, with how much it tells: its own fields (a host, a port) more than what stands further inside. */
function valuesOf(item: Plain): ReadonlyMap<string, number> {
  const values = new Map<string, number>();
  collect(item, "", 0, values);
  return values;
}

function collect(value: Plain, path: string, depth: number, values: Map<string, number>): void {
  if (values.size >= maxValues || depth > 20) return;
  if (value === null || typeof value !== "object") {
    values.set(`${path}=${String(value)}`, depth <= 1 ? 10 : 1);
    return;
  }
  const entries = Array.isArray(value) ? value.map((item) => ["", item] as const) : Object.entries(value);
  for (const [key, inner] of entries) collect(inner as Plain, `${path}.${key}`, depth + 1, values);
}

function sharedBetween(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let shared = 0;
  for (const [value, weight] of a) if (b.has(value)) shared += weight;
  return shared;
}
