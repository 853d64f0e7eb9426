import type { AccessState, Grant } from "./access-state.ts";
import type { Atom } from "./atom.ts";
import { AtomSet } from "./atom-set.ts";
import { expandedIn } from "./expanded-in.ts";
import { groupPrincipal, type Principal } from "./principal.ts";
import { clusterScope, clusterScopeKey, type Scope, scopeKey } from "./scope.ts";

/** Answers what principals hold in one state. Expands only the principals that are asked for, each once. */
export interface HeldAccess {
  /** Whether one grant of the principal, or of a group that it always belongs to, allows all of the atom. */
  covers(principal: Principal, scope: Scope, atom: Atom): boolean;
  /** What the principal holds there, by its groups and cluster-wide bindings too: one of the sets covers what it can do. */
  sets(principal: Principal, scope: Scope): readonly AtomSet[];
  /** The atoms that the principal holds in exactly this scope by its own bindings. */
  own(principal: Principal, scope: Scope): AtomSet;
  /** Every atom that the principal holds in this scope, by groups and cluster-wide bindings too. */
  atoms(principal: Principal, scope: Scope): Iterable<Atom>;
  /** What the principal holds by namespace, as written: including what has no effect through a RoleBinding. */
  writtenInNamespaces(principal: Principal): ReadonlyMap<string, AtomSet>;
}

export function heldAccess(state: AccessState): HeldAccess {
  const effective = remember((key) => atomSets(state.byPrincipal.get(key) ?? [], (grant) => grant.scope));
  const asWritten = remember((key) => {
    const grants = state.byPrincipal.get(key) ?? [];
    const inNamespaces = grants.filter(({ scope }) => scope.kind === "namespace");
    return atomSets(inNamespaces, () => clusterScope);
  });
  const known = new WeakMap<Principal, Map<string, readonly AtomSet[]>>();
  const sets = (principal: Principal, scope: Scope) => {
    const byScope = known.get(principal) ?? new Map<string, readonly AtomSet[]>();
    known.set(principal, byScope);
    const found = byScope.get(scopeKey(scope)) ?? [...setsOf(principal, scope, effective)];
    byScope.set(scopeKey(scope), found);
    return found;
  };
  return {
    sets,
    covers: (principal, scope, atom) => sets(principal, scope).some((set) => set.covers(atom)),
    own: (principal, scope) => effective(principal.key).get(scopeKey(scope)) ?? new AtomSet(),
    *atoms(principal, scope) {
      for (const set of sets(principal, scope)) yield* set.values();
    },
    writtenInNamespaces: (principal) => asWritten(principal.key),
  };
}

function* setsOf(
  principal: Principal,
  scope: Scope,
  effective: (key: string) => ReadonlyMap<string, AtomSet>,
): Iterable<AtomSet> {
  for (const key of closure(principal))
    for (const at of new Set([clusterScopeKey, scopeKey(scope)])) {
      const set = effective(key).get(at);
      if (set) yield set;
    }
}

/** The principal and the groups that it always belongs to. */
export function closure(principal: Principal): readonly string[] {
  return [principal.key, ...principal.implicitGroups.map((name) => groupPrincipal(name).key)];
}

function atomSets(grants: readonly Grant[], evaluatedIn: (grant: Grant) => Scope): ReadonlyMap<string, AtomSet> {
  const sets = new Map<string, AtomSet>();
  for (const grant of grants) {
    const key = scopeKey(grant.scope);
    const set = sets.get(key) ?? new AtomSet();
    sets.set(key, set);
    if (!grant.role) set.add({ kind: "opaque", role: grant.roleKey });
    for (const rule of grant.role?.rules ?? [])
      for (const atom of expandedIn(evaluatedIn(grant), rule).effective) set.add(atom);
  }
  return sets;
}

function remember<T>(compute: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>();
  return (key) => {
    const value = known.get(key) ?? compute(key);
    known.set(key, value);
    return value;
  };
}
