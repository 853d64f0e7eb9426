import type { Resource } from "../../kubernetes/resource.ts";
import type { AccessChange } from "../access/access-change.ts";
import { accountOf } from "../access/principal.ts";
import { workloadsOf } from "./workloads-of.ts";

/**
 * Names the workloads that run as an account which gained rights with some power: whoever gets into their pods has them. `resources`
 * are those of the later state.
 */
export function withWorkloads(change: AccessChange, resources: readonly Resource[]): AccessChange {
  if (change.kind !== "gained" || change.escalations.length === 0) return change;
  const accounts = change.holders.flatMap(({ principal }) => accountOf(principal) ?? []);
  const found = accounts.flatMap((account) => workloadsOf(resources, account));
  const workloads = [...new Set(found.map(({ kind, name }) => `${kind} \`${name}\``))].sort();
  return workloads.length > 0 ? { ...change, workloads } : change;
}
