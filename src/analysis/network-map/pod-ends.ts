import { labelsOfNamespace } from "../connectivity/cluster.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity/connectivity-state.ts";
import { isUnlimited } from "../connectivity/describe-peers.ts";
import { holdsLabels } from "../connectivity/label-box.ts";
import type { PodBox } from "../connectivity/peer-set.ts";
import { classOf, type PodClass } from "../connectivity/pod-class.ts";
import { grouped } from "../exposure/grouped.ts";
import { workloadId } from "./draw-routes.ts";
import type { PolicySubject } from "./policy-subjects.ts";

/** Pods at the end of a connection that have a box of their own. */
export interface PodEnd {
  readonly id: string;
  readonly pods: PodClass;
}

export interface PodEnds {
  readonly all: readonly PodEnd[];
  /** Those that a rule names; none where it names everything in a namespace, and so the pods that will come as well. */
  selectedBy(box: PodBox): readonly PodEnd[];
}

export function podEnds({ cluster }: ConnectivityState, subjects: readonly PolicySubject[]): PodEnds {
  const workloads = cluster.workloads.map((workload) => ({ id: workloadId(workload), pods: classOf(workload) }));
  const all: readonly PodEnd[] = [...workloads, ...subjects.map(({ id, pods }) => ({ id, pods }))];
  const byNamespace = grouped(all, ({ pods }) => pods.namespace);
  return {
    all,
    selectedBy(box) {
      if (isUnlimited(box.pod) || isUnlimited(box.namespace)) return [];
      const pinned = pinnedNamespaces(box.namespace);
      const names = pinned ?? [...byNamespace.keys()];
      const isIn = (name: string) => pinned || holdsLabels(box.namespace, labelsOfNamespace(cluster, name));
      return names
        .filter(isIn)
        .flatMap((name) => (byNamespace.get(name) ?? []).filter(({ pods }) => holdsLabels(box.pod, pods.labels)));
    },
  };
}
