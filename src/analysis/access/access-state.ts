import { identityOf, type Resource } from "../../kubernetes/resource.ts";
import { builtinHolders } from "./builtin-holders.ts";
import { groupBy } from "./group-by.ts";
import { accountInPlace, type Principal, roleHolders } from "./principal.ts";
import { isRbacObject, type Problem, type RbacBinding, type RbacRole, readRbacObject } from "./rbac-object.ts";
import { type ResolvedRole, resolveRoles } from "./resolve-roles.ts";
import { clusterScope, inPlace, type Scope, scopeKey } from "./scope.ts";
import { ownDirectory, type PlaceOf } from "./unplaced-bindings.ts";

/** One principal holds one role in one scope. */
export interface Grant {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly roleKey: string;
  /** Undefined where neither the repository nor Kubernetes defines the role: nobody here knows what it grants. */
  readonly role: ResolvedRole | undefined;
  /** Undefined for what every cluster has anyway. */
  readonly binding: { readonly resource: Resource; readonly subject: number } | undefined;
  /** Distinguishes grants by what they allow, not by the names of the role and the binding. */
  readonly key: string;
}

/** Who may do what, as one state of the repository declares it. */
export interface AccessState {
  readonly roles: ReadonlyMap<string, ResolvedRole>;
  readonly grants: readonly Grant[];
  readonly byPrincipal: ReadonlyMap<string, readonly Grant[]>;
  /** Keys of the roles that some binding of the repository refers to. */
  readonly boundRoles: ReadonlySet<string>;
  readonly grantKeys: ReadonlySet<string>;
  /** The RBAC objects of the repository by identity. */
  readonly objects: ReadonlyMap<string, Resource>;
  readonly problems: readonly Problem[];
}

/**
 * Bindings × subjects × roles of a state, with everything that Kubernetes itself brings along. `placeOf` tells the directories
 * that objects are to be found in, where these are not their own.
 */
export function describeAccess(resources: readonly Resource[], placeOf: PlaceOf = ownDirectory): AccessState {
  const roles: RbacRole[] = [];
  const bindings: RbacBinding[] = [];
  const problems: Problem[] = [];
  const objects = new Map<string, Resource>();
  for (const [identity, resource] of inStableOrder(resources.filter(isRbacObject))) {
    const object = readRbacObject(resource);
    if (object?.type === "role") roles.push(object);
    if (object?.type === "binding") bindings.push(object);
    if (!object) continue;
    objects.set(identity, resource);
    problems.push(...object.problems);
  }
  const resolved = resolveRoles(roles);
  const grants = [...builtinGrants(resolved), ...bindings.flatMap((binding) => grantsOf(binding, resolved, placeOf))];
  const boundRoles = new Set(bindings.flatMap((binding) => (binding.subjects.length > 0 ? [binding.role ?? ""] : [])));
  const byPrincipal = groupBy(grants, (grant) => grant.principal.key);
  const grantKeys = new Set(grants.map(({ key }) => key));
  return { roles: resolved, grants, byPrincipal, boundRoles, grantKeys, objects, problems };
}

export function grantKey({ principal, scope, roleKey, role }: Omit<Grant, "key">): string {
  return `${scopeKey(scope)}\u0000${role?.digest ?? `?${roleKey}`}\u0000${principal.key}`;
}

function inStableOrder(resources: readonly Resource[]): readonly (readonly [identity: string, Resource])[] {
  const keyed = resources.map((resource): [string, Resource] => [identityOf(resource), resource]);
  return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}

function withKey(grant: Omit<Grant, "key">): Grant {
  return { ...grant, key: grantKey(grant) };
}

function grantsOf(binding: RbacBinding, roles: ReadonlyMap<string, ResolvedRole>, placeOf: PlaceOf): readonly Grant[] {
  const { role: key, resource } = binding;
  if (key === undefined) return [];
  const place = placeOf(resource);
  const scope = inPlace(binding.scope, place);
  const role = roles.get(key);
  return binding.subjects.map(({ principal: written, index }) => {
    // In a namespace it is the scope that keeps places apart.
    const principal = scope.kind === "cluster" ? accountInPlace(written, place) : written;
    return withKey({ principal, scope, roleKey: key, role, binding: { resource, subject: index } });
  });
}

/** Default bindings, and the holders of built-in roles: nearly every cluster binds these outside of the repository too. */
function builtinGrants(roles: ReadonlyMap<string, ResolvedRole>): readonly Grant[] {
  const grants: Grant[] = [];
  const add = (principal: Principal, key: string) =>
    grants.push(withKey({ principal, scope: clusterScope, roleKey: key, role: roles.get(key), binding: undefined }));
  for (const { principal, role } of builtinHolders) add(principal, role);
  for (const role of roles.values())
    if (role.isBuiltin && role.key.startsWith("ClusterRole/"))
      add(roleHolders(role.key.slice("ClusterRole/".length)), role.key);
  return grants;
}
