import type { View } from "../kubernetes/desired-state.ts";
import type { Plain } from "../kubernetes/resource.ts";

/**
 * The contents that a view holds alike in both states. What was parsed from one blob is one value: equal content is found
 * without comparing it, unequal content is never equal, and what was parsed twice counts as changed.
 */
export function unchangedData({ before, after }: Pick<View, "before" | "after">): ReadonlySet<Plain> {
  const surplus = new Map<Plain, number>();
  for (const { data } of before) surplus.set(data, (surplus.get(data) ?? 0) + 1);
  for (const { data } of after) surplus.set(data, (surplus.get(data) ?? 0) - 1);
  return new Set([...surplus].filter(([, count]) => count === 0).map(([data]) => data));
}
