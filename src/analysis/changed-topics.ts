import type { View } from "../kubernetes/desired-state.ts";
import { type KindTopic, topicOf } from "../kubernetes/kinds.ts";
import { unchangedData } from "./unchanged-data.ts";

/** The topics of the objects that a view does not hold alike in both states: what has not changed needs no comparison. */
export function changedTopics(view: View): ReadonlySet<KindTopic> {
  const stays = unchangedData(view);
  const changed = [...view.before, ...view.after].filter(({ data }) => !stays.has(data));
  return new Set(changed.flatMap(({ group, kind }) => topicOf(group, kind) ?? []));
}
