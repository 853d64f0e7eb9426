import { type AccessState, type Grant, grantKey } from "./access-state.ts";
import { type Atom, atomKey, expandRule } from "./atom.ts";
import { AtomSet } from "./atom-set.ts";
import { closure, type HeldAccess } from "./held-access.ts";
import type { Principal } from "./principal.ts";
import type { SourcedRule } from "./resolve-roles.ts";
import { clusterScopeKey, type Scope, scopeKey } from "./scope.ts";

/** One atom that a principal holds in `to` and no single grant of `from` covered, with the place it comes from. */
export interface GainedAtom {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly atom: Atom;
  readonly grant: Grant;
  /** Undefined for an opaque atom. */
  readonly rule: SourcedRule | undefined;
}

/**
 * The maximal atoms that `to` grants beyond `from`. Only grants that differ are expanded. With the states swapped, the
 * result is what was lost.
 */
export function gainedAccess(from: AccessState, to: AccessState, held: HeldAccess): readonly GainedAtom[] {
  const present = new Set(from.grants.map(grantKey));
  const gained = new Map<string, GainedAtom>();
  for (const grant of to.grants) {
    if (present.has(grantKey(grant))) continue;
    const holder = JSON.stringify([grant.principal.key, scopeKey(grant.scope)]);
    for (const item of newAtoms(grant, from)) {
      const key = holder + atomKey(item.atom);
      if (!gained.has(key) && !held.covers(item.principal, item.scope, item.atom)) gained.set(key, item);
    }
  }
  return maximal([...gained.values()]);
}

function newAtoms(grant: Grant, from: AccessState): readonly GainedAtom[] {
  const { principal, scope, role } = grant;
  if (!role) return [{ principal, scope, atom: { kind: "opaque", role: grant.roleKey }, grant, rule: undefined }];
  const heldRules = rulesHeld(from, principal, scope);
  return role.rules
    .filter((rule) => !heldRules.has(rule.canonical))
    .flatMap((rule) => {
      const { effective } = expandRule(rule.rule, scope);
      return effective.map((atom) => ({ principal, scope, atom, grant, rule }));
    });
}

function rulesHeld(state: AccessState, principal: Principal, scope: Scope): ReadonlySet<string> {
  const grants = state.byPrincipal.get(principal.key) ?? [];
  const inScope = grants.filter((grant) => scopeKey(grant.scope) === scopeKey(scope));
  return new Set(inScope.flatMap((grant) => grant.role?.rules.map((rule) => rule.canonical) ?? []));
}

/** Leaves out what another gained atom says already: a namespace beside the cluster, one verb beside all verbs. */
export function maximal(items: readonly GainedAtom[]): readonly GainedAtom[] {
  const sets = new Map<string, AtomSet>();
  const setOf = (principalKey: string, scope: string) => `${scope}\u0000${principalKey}`;
  for (const item of items) {
    const key = setOf(item.principal.key, scopeKey(item.scope));
    const set = sets.get(key) ?? new AtomSet();
    sets.set(key, set);
    set.add(item.atom);
  }
  return items.filter(({ principal, scope, atom }) => {
    const isElsewhere = closure(principal).some((key) =>
      [clusterScopeKey, scopeKey(scope)].some((at) => {
        const isOwn = key === principal.key && at === scopeKey(scope);
        return !isOwn && sets.get(setOf(key, at))?.covers(atom);
      }),
    );
    return !isElsewhere && !sets.get(setOf(principal.key, scopeKey(scope)))?.covers(atom, "equal");
  });
}
