/** Where a grant holds. A namespace that the manifest leaves to the applier is a scope of its own, equal only to itself. */
export type Scope =
  | { readonly kind: "cluster" }
  | { readonly kind: "namespace"; readonly namespace: string | undefined };

export const clusterScope: Scope = { kind: "cluster" };

export function namespaceScope(namespace: string | undefined): Scope {
  return { kind: "namespace", namespace };
}

/** A namespace cannot be called `*` or be empty, so the keys are distinct. */
export function scopeKey(scope: Scope): string {
  return scope.kind === "cluster" ? "*" : (scope.namespace ?? "");
}

export const clusterScopeKey = scopeKey(clusterScope);
