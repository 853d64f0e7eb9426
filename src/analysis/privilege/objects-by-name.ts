import type { Resource } from "../../kubernetes/resource.ts";
import { groupBy } from "../access/group-by.ts";
import type { AccountName } from "./pod.ts";

/** The ServiceAccount object that a pod runs as; one that names no namespace may be applied to any. */
export function accountObject(resources: readonly Resource[], account: AccountName): Resource | undefined {
  const accounts = indexOf(resources).get(`ServiceAccount/${account.name}`) ?? [];
  const exact = accounts.find(({ namespace }) => namespace === account.namespace);
  // Every namespace has an account of this name.
  if (exact || account.name === "default") return exact;
  return accounts.find(({ namespace }) => namespace === undefined || account.namespace === undefined);
}

/** The Namespace object of a name. */
export function namespaceObject(resources: readonly Resource[], name: string): Resource | undefined {
  return indexOf(resources).get(`Namespace/${name}`)?.[0];
}

const indexes = new WeakMap<readonly Resource[], ReadonlyMap<string, readonly Resource[]>>();

function indexOf(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const known = indexes.get(resources);
  if (known) return known;
  const named = resources.filter(
    ({ group, kind }) => group === "" && (kind === "ServiceAccount" || kind === "Namespace"),
  );
  const index = groupBy(named, ({ kind, name }) => `${kind}/${name}`);
  indexes.set(resources, index);
  return index;
}
