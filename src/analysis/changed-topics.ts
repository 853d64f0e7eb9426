import type { View } from "../kubernetes/desired-state.ts";
import { type KindTopic, topicOf } from "../kubernetes/kinds.ts";
import { podsOf } from "../kubernetes/pods-of.ts";
import type { Resource } from "../kubernetes/resource.ts";
import { unchangedData } from "./unchanged-data.ts";

/**
 * The topics of the objects that a view does not hold alike in both states: what has not changed needs no comparison. A workload
 * that is no more than its pods counts as connectivity, and only if these differ: another image is no change.
 */
export function changedTopics(view: View): ReadonlySet<KindTopic> {
  const stays = unchangedData(view);
  const [before, after] = [view.before, view.after].map((side) => side.filter(({ data }) => !stays.has(data)));
  const changed = [...(before ?? []), ...(after ?? [])].filter(({ onlyPods }) => !onlyPods);
  const topics = new Set(changed.flatMap(({ group, kind }) => topicOf(group, kind) ?? []));
  return podTexts(before) === podTexts(after) ? topics : topics.add("connectivity");
}

function podTexts(resources: readonly Resource[] = []): string {
  const workloads = resources.filter(({ onlyPods }) => onlyPods);
  return workloads
    .map((workload) => `${workload.file} ${podsOf(workload)}`)
    .sort()
    .join("\n");
}
