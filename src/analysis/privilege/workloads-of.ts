import type { Resource } from "../../kubernetes/resource.ts";
import { groupBy } from "../access/group-by.ts";
import { type AccountName, podsIn } from "./pod.ts";

/** Answers which workloads of one state run as a ServiceAccount. */
export interface AccountUsers {
  /**
   * Those that name it, in their order. Where the namespace of one of both is left to the applier, an equal name will do, but for
   * `default`, which every namespace has.
   */
  workloadsOf(account: AccountName): readonly Resource[];
}

export function accountUsers(resources: readonly Resource[]): AccountUsers {
  const pods = resources.flatMap((resource) => podsIn(resource) ?? []);
  const byName = groupBy(pods, ({ account }) => account.name);
  return {
    workloadsOf: (account) =>
      (byName.get(account.name) ?? []).filter((one) => mayBeSame(one.account, account)).map(({ resource }) => resource),
  };
}

/** Whether two names may mean one account. */
export function mayBeSame(a: AccountName, b: AccountName): boolean {
  if (a.name !== b.name) return false;
  if (a.namespace === b.namespace) return true;
  return a.name !== "default" && (a.namespace === undefined || b.namespace === undefined);
}
