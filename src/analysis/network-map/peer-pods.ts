import { labelsOfNamespace, type Workload } from "../connectivity/cluster.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity/connectivity-state.ts";
import { describePeers, isUnlimited } from "../connectivity/describe-peers.ts";
import { holdsLabels } from "../connectivity/label-box.ts";
import { podsOnly } from "../connectivity/peer-algebra.ts";
import type { PodBox } from "../connectivity/peer-set.ts";

/** Pods that a rule names: those of workloads that the repository knows, or a description. */
export type PeerPods =
  | { readonly kind: "workloads"; readonly workloads: readonly Workload[] }
  | { readonly kind: "described"; readonly text: string; readonly namespace: string | null };

/** A rule for a whole namespace, or for more, means the pods that will come as well: they are one peer. */
export function peerPodsOf(box: PodBox, { cluster }: ConnectivityState): PeerPods {
  const pinned = pinnedNamespaces(box.namespace);
  const [only] = pinned ?? [];
  const described: PeerPods = {
    kind: "described",
    text: describePeers(podsOnly([box])).replaceAll("`", ""),
    namespace: pinned?.length === 1 && only !== undefined ? only : null,
  };
  if (isUnlimited(box.pod) || isUnlimited(box.namespace)) return described;
  const names = pinned ?? [...cluster.workloadsIn.keys()];
  const workloads = names.flatMap((name) =>
    pinned || holdsLabels(box.namespace, labelsOfNamespace(cluster, name))
      ? (cluster.workloadsIn.get(name) ?? []).filter(({ labels }) => holdsLabels(box.pod, labels))
      : [],
  );
  return workloads.length > 0 ? { kind: "workloads", workloads } : described;
}
