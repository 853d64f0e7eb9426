import type { Resource } from "../../kubernetes/resource.ts";
import type { Account } from "./principal.ts";

/** Which ServiceAccounts one state declares. */
export interface DeclaredAccounts {
  /** Whether a manifest declares the account; one that names no namespace may be applied to any. */
  declares(account: Account): boolean;
  /** Whether manifests declare accounts of the namespace at all. */
  knowsNamespace(namespace: string): boolean;
}

export function declaredAccounts(resources: readonly Resource[]): DeclaredAccounts {
  const names = new Set<string>();
  const anywhere = new Set<string>();
  const namespaces = new Set<string>();
  for (const { group, kind, namespace, name } of resources) {
    if (group !== "" || kind !== "ServiceAccount") continue;
    if (namespace === undefined) anywhere.add(name);
    else {
      names.add(`${namespace}/${name}`);
      namespaces.add(namespace);
    }
  }
  return {
    // Kubernetes creates `default` in every namespace by itself.
    declares: ({ namespace, name }) => name === "default" || anywhere.has(name) || names.has(`${namespace}/${name}`),
    knowsNamespace: (namespace) => namespaces.has(namespace),
  };
}
