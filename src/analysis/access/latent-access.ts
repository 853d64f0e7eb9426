import { type AccessState, type Grant, grantKey } from "./access-state.ts";
import { AtomSet } from "./atom-set.ts";
import { expandedIn } from "./expanded-in.ts";
import { type GainedAtom, maximal } from "./gained-access.ts";
import { unboundRole } from "./principal.ts";
import type { ResolvedRole } from "./resolve-roles.ts";
import { clusterScope, namespaceScope, type Scope } from "./scope.ts";

/**
 * What roles of `to` grant beyond `from` that nothing in the repository binds: they may be bound elsewhere. A role that was
 * only renamed grants nothing new, so the roles that disappeared count as held. With the states swapped: what was lost.
 */
export function latentAccess(from: AccessState, to: AccessState): readonly GainedAtom[] {
  const unbound = [...to.roles.values()].filter((role) => isLatent(role, to));
  const changed = unbound.filter((role) => from.roles.get(role.key)?.digest !== role.digest);
  if (changed.length === 0) return [];
  const gone = [...from.roles.values()].filter((role) => !role.isBuiltin && !to.roles.has(role.key));
  return changed.flatMap((role) => {
    const scope = scopeOf(role);
    const kind = scope.kind === "cluster" ? "ClusterRole" : "Role";
    const counterparts = [from.roles.get(role.key), ...gone.filter((other) => isSameScope(other, role))];
    const held = atomsOf(
      counterparts.filter((other) => other !== undefined),
      scope,
    );
    const principal = unboundRole(kind, role.resources[0]?.namespace, role.resources[0]?.name ?? role.key);
    const bare = { principal, scope, roleKey: role.key, role, binding: undefined };
    const grant: Grant = { ...bare, key: grantKey(bare) };
    const items = role.rules.flatMap((rule) =>
      expandedIn(scope, rule).effective.map((atom) => ({ principal, scope, atom, grant, rule })),
    );
    return maximal(items.filter(({ atom }) => !held.covers(atom)));
  });
}

function isLatent(role: ResolvedRole, state: AccessState): boolean {
  return !role.isBuiltin && !role.isAggregatedElsewhere && !state.boundRoles.has(role.key);
}

function scopeOf(role: ResolvedRole): Scope {
  return role.key.startsWith("ClusterRole/") ? clusterScope : namespaceScope(role.resources[0]?.namespace);
}

function isSameScope(a: ResolvedRole, b: ResolvedRole): boolean {
  const [first, second] = [scopeOf(a), scopeOf(b)];
  if (first.kind === "cluster" || second.kind === "cluster") return first.kind === second.kind;
  return first.namespace === second.namespace;
}

function atomsOf(roles: readonly ResolvedRole[], scope: Scope): AtomSet {
  const set = new AtomSet();
  for (const { rules } of roles)
    for (const rule of rules) for (const atom of expandedIn(scope, rule).effective) set.add(atom);
  return set;
}
