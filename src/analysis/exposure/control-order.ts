import type { Order } from "./containment.ts";

/** The order of two ranks, the larger one stronger. */
export function byRank(before: number, after: number): Order {
  if (before === after) return "equal";
  return after > before ? "stronger" : "weaker";
}

/** Several orders as one: equal parts say nothing, parts that point in two directions are incomparable. */
export function combined(orders: readonly Order[]): Order {
  const differing = new Set(orders.filter((order) => order !== "equal"));
  const [only] = differing;
  if (differing.has("unknown")) return "unknown";
  return differing.size > 1 ? "incomparable" : (only ?? "equal");
}

/** The order of two sets of dangers: fewer is stronger. */
export function fewerIsStronger(before: readonly string[], after: readonly string[]): Order {
  const [was, is] = [new Set(before), new Set(after)];
  const gained = [...is].some((one) => !was.has(one));
  const lost = [...was].some((one) => !is.has(one));
  if (gained && lost) return "incomparable";
  return gained ? "weaker" : lost ? "stronger" : "equal";
}

/** The order of two sets of protections: more is stronger. */
export function moreIsStronger(before: readonly string[], after: readonly string[]): Order {
  return fewerIsStronger(after, before);
}

/** Every text of either list once, sorted. */
export function union(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])].sort();
}
