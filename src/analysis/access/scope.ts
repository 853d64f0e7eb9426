/**
 * Where a grant holds. A namespace that the manifest leaves to the applier may be any: `place`, the directory of the
 * manifest, keeps it apart from the ones that other directories are applied to, so that none hides what another grants.
 */
export type Scope =
  | { readonly kind: "cluster" }
  | { readonly kind: "namespace"; readonly namespace: string | undefined; readonly place?: string };

export const clusterScope: Scope = { kind: "cluster" };

export function namespaceScope(namespace: string | undefined): Scope {
  return { kind: "namespace", namespace };
}

/** The scope of a manifest of a directory. */
export function inPlace(scope: Scope, place: string): Scope {
  return scope.kind === "namespace" && scope.namespace === undefined ? { ...scope, place } : scope;
}

/** A namespace cannot be called `*`, be empty or hold a slash, so the keys are distinct. */
export function scopeKey(scope: Scope): string {
  if (scope.kind === "cluster") return "*";
  return scope.namespace ?? (scope.place === undefined ? "" : `/${scope.place}`);
}

/** The namespace of a key, empty if the manifest does not say which one. */
export function namespaceOfKey(key: string): string {
  return key.startsWith("/") ? "" : key;
}

export const clusterScopeKey = scopeKey(clusterScope);
