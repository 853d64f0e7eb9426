import type { Cluster, Workload } from "./cluster.ts";
import { labelsOfNamespace } from "./cluster.ts";
import { admitsPod } from "./pod-algebra.ts";
import type { TrafficDirection, TrafficPolicy } from "./traffic-policy.ts";

/** Pods that policies cannot tell apart: those of a workload, or those with certain labels and no others. */
export interface PodClass {
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  /** Undefined for pods that the repository does not know. */
  readonly workload: Workload | undefined;
  /** Stands in for a namespace that only a selector names: `namespace` is the text of that selector then. */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Stands for pods that two selectors of different policies select at once. */
  readonly isPair?: true;
}

export function classOf(workload: Workload): PodClass {
  return { namespace: workload.namespace, labels: workload.labels, workload };
}

/** The policies that select the pods and have a say in the direction. Policies do not hold for pods in the network of their node. */
export function selectingPolicies(
  policies: readonly TrafficPolicy[],
  pods: PodClass,
  direction: TrafficDirection,
  cluster: Cluster,
): readonly TrafficPolicy[] {
  if (pods.workload?.hostNetwork) return [];
  const namespaceLabels = pods.namespaceLabels ?? labelsOfNamespace(cluster, pods.namespace);
  return policies.filter((policy) => policy[direction] && admitsPod(policy.subject, namespaceLabels, pods.labels));
}
