import { grouped } from "../../exposure/grouped.ts";
import type { Cluster, Workload } from "../cluster.ts";

/** One workload in both states. */
export interface WorkloadPair {
  readonly was: Workload;
  readonly is: Workload;
}

export interface PairedWorkloads {
  readonly pairs: readonly WorkloadPair[];
  readonly gone: readonly Workload[];
  readonly came: readonly Workload[];
}

/**
 * Workloads of one namespace and name are the same: in the same file and of the same kind, if there are several. A Deployment that
 * becomes a StatefulSet keeps its name, and usually its pods' labels.
 */
export function pairedWorkloads({
  before,
  after,
}: {
  readonly before: { readonly cluster: Cluster };
  readonly after: { readonly cluster: Cluster };
}): PairedWorkloads {
  const found = pairsByKey.get(before.cluster)?.get(after.cluster);
  if (found) return found;
  const paired = pairAll(before.cluster.workloads, after.cluster.workloads);
  const known = pairsByKey.get(before.cluster) ?? new WeakMap<Cluster, PairedWorkloads>();
  pairsByKey.set(before.cluster, known.set(after.cluster, paired));
  return paired;
}

// Several parts of the comparison ask for the pairs of the same two clusters.
const pairsByKey = new WeakMap<Cluster, WeakMap<Cluster, PairedWorkloads>>();

function pairAll(before: readonly Workload[], after: readonly Workload[]): PairedWorkloads {
  const likenesses: readonly ((workload: Workload) => string)[] = [
    (one) => JSON.stringify([keyOf(one), one.kind, one.resource.file]),
    (one) => JSON.stringify([keyOf(one), one.kind]),
    keyOf,
  ];
  const pairs: WorkloadPair[] = [];
  let [gone, came] = [before, after];
  for (const likeness of likenesses) {
    const left = grouped(gone, likeness);
    const unpaired: Workload[] = [];
    for (const is of came) {
      const was = left.get(likeness(is))?.shift();
      if (was) pairs.push({ was, is });
      else unpaired.push(is);
    }
    gone = [...left.values()].flat();
    came = unpaired;
  }
  return { pairs, gone, came };
}

/** Names a workload whatever its kind. */
export function keyOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}
