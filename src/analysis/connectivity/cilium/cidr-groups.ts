import type { PeerSet } from "../peer-set.ts";
import { sizeOf, workBudget } from "../work-budget.ts";

/** The addresses of each CiliumCIDRGroup by its name, for as many rules as can be told apart. */
export interface CidrGroups {
  get(name: string): PeerSet | undefined;
}

export function cidrGroups(groups: ReadonlyMap<string, PeerSet>): CidrGroups {
  const budget = workBudget();
  return {
    get(name) {
      const group = groups.get(name);
      return group && budget.take(sizeOf(group)) ? group : undefined;
    },
  };
}
