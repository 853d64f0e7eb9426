import type { View } from "../kubernetes/desired-state.ts";
import { type KindTopic, topicOf } from "../kubernetes/kinds.ts";
import type { Plain } from "../kubernetes/resource.ts";

/** The topics of the objects that a view does not hold alike in both states: what has not changed needs no comparison. */
export function changedTopics(view: View): ReadonlySet<KindTopic> {
  const surplus = new Map<Plain, number>();
  // What was parsed from one blob is one value: equal content is found without comparing it, unequal content never equal.
  for (const { data } of view.before) surplus.set(data, (surplus.get(data) ?? 0) + 1);
  for (const { data } of view.after) surplus.set(data, (surplus.get(data) ?? 0) - 1);
  const changed = [...view.before, ...view.after].filter(({ data }) => surplus.get(data) !== 0);
  return new Set(changed.flatMap(({ group, kind }) => topicOf(group, kind) ?? []));
}
