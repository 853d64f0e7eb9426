import type { Resource } from "../../kubernetes/resource.ts";
import { groupBy } from "../access/group-by.ts";
import { type AccountName, type Pods, podsIn } from "./pod.ts";

/**
 * The workloads of one state whose pods run as a ServiceAccount, in their order. Where the namespace of one of both is left to the
 * applier, an equal name will do, but for `default`, which every namespace has.
 */
export function workloadsOf(resources: readonly Resource[], account: AccountName): readonly Resource[] {
  const pods = indexOf(resources).get(account.name) ?? [];
  return pods.filter((one) => mayBeSame(one.account, account)).map(({ resource }) => resource);
}

/** Whether two names may mean one account. */
export function mayBeSame(a: AccountName, b: AccountName): boolean {
  if (a.name !== b.name) return false;
  if (a.namespace === b.namespace) return true;
  return a.name !== "default" && (a.namespace === undefined || b.namespace === undefined);
}

const indexes = new WeakMap<readonly Resource[], ReadonlyMap<string, readonly Pods[]>>();

function indexOf(resources: readonly Resource[]): ReadonlyMap<string, readonly Pods[]> {
  const known = indexes.get(resources);
  if (known) return known;
  const index = groupBy(
    resources.flatMap((resource) => podsIn(resource) ?? []),
    ({ account }) => account.name,
  );
  indexes.set(resources, index);
  return index;
}
