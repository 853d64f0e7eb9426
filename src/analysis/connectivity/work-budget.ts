import type { PeerSet } from "./peer-set.ts";

/** Steps that one reading may take where two lists multiply, so that no repository makes a review stall. */
export interface WorkBudget {
  /** Takes some steps; false once there are too few. */
  take(steps: number): boolean;
}

export function workBudget(steps = 3_000_000): WorkBudget {
  let left = steps;
  return {
    take(wanted) {
      left -= wanted;
      return left >= 0;
    },
  };
}

/** What it takes to copy a set of peers. */
export function sizeOf({ pods, addresses, named }: PeerSet): number {
  return 1 + pods.length + addresses.v4.length + addresses.v6.length + named.names.size;
}
