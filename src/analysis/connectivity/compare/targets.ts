import { classOf, type PodClass } from "../pod-class.ts";
import type { States } from "./compared-states.ts";
import { pairedWorkloads, type WorkloadPair } from "./paired-workloads.ts";
import { representatives } from "./representatives.ts";

/** The same pods before and after: a workload whose labels may have changed, or pods that a selector names. */
export interface TargetPair {
  readonly before: PodClass;
  readonly after: PodClass;
}

export interface Targets {
  readonly pairs: readonly TargetPair[];
  /** Namespaces with too many selectors to try any two of them. */
  readonly untried: readonly string[];
}

/**
 * All pods for which the policies of two states may give different answers. Most pods come out of charts and are unknown here; for
 * them stand pods with the fewest labels that a selector of some policy asks for, with those of two selectors at once, and with
 * those by which one of two selectors passes them over.
 */
export function targetsOf(states: States): Targets {
  // Where the pods moved to the network of their node, that is what is told.
  const paired = pairedWorkloads(states).pairs.filter(({ was, is }) => was.hostNetwork === is.hostNetwork);
  const { classes, untried } = representatives(states, paired);
  return {
    pairs: [...workloadPairs(paired, states), ...classes.map((pods) => ({ before: pods, after: pods }))],
    untried,
  };
}

function workloadPairs(paired: readonly WorkloadPair[], { concerns }: States): readonly TargetPair[] {
  return paired
    .filter(({ is }) => concerns(is.namespace))
    .map(({ was, is }) => ({ before: classOf(was), after: classOf(is) }));
}
