import type { AccessState, Grant } from "./access-state.ts";
import type { Atom } from "./atom.ts";
import { AtomSet } from "./atom-set.ts";
import { expandedIn } from "./expanded-in.ts";
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

/** What is new to one principal in one scope. */
interface News {
  readonly principal: Principal;
  readonly scope: Scope;
  readonly set: AtomSet;
  readonly items: GainedAtom[];
}

/**
 * The maximal atoms that `to` grants beyond `from`. Only grants that differ are expanded. With the states swapped, the
 * result is what was lost.
 */
export function gainedAccess(from: AccessState, to: AccessState, held: HeldAccess): readonly GainedAtom[] {
  const byHolder = new Map<string, News>();
  for (const grant of to.grants) {
    if (from.grantKeys.has(grant.key)) continue;
    const { items, set } = newsOf(byHolder, grant);
    const { principal, scope, role } = grant;
    const sets = held.sets(principal, scope);
    const addNew = (atom: Atom, rule: SourcedRule | undefined) => {
      if (!sets.some((one) => one.covers(atom)) && set.add(atom)) items.push({ principal, scope, atom, grant, rule });
    };
    if (!role) addNew({ kind: "opaque", role: grant.roleKey }, undefined);
    const heldRules = role ? rulesHeld(from, principal, scope) : new Set();
    for (const rule of role?.rules ?? [])
      if (!heldRules.has(rule.canonical)) for (const atom of expandedIn(scope, rule).effective) addNew(atom, rule);
  }
  return withoutCovered(byHolder);
}

function newsOf(byHolder: Map<string, News>, { principal, scope }: Pick<Grant, "principal" | "scope">): News {
  const key = newsKey(principal.key, scopeKey(scope));
  const known = byHolder.get(key) ?? { principal, scope, set: new AtomSet(), items: [] };
  byHolder.set(key, known);
  return known;
}

function newsKey(principal: string, scope: string): string {
  return `${scope}\u0000${principal}`;
}

function rulesHeld(state: AccessState, principal: Principal, scope: Scope): ReadonlySet<string> {
  const grants = state.byPrincipal.get(principal.key) ?? [];
  const inScope = grants.filter((grant) => scopeKey(grant.scope) === scopeKey(scope));
  return new Set(inScope.flatMap((grant) => grant.role?.rules.map((rule) => rule.canonical) ?? []));
}

/** Leaves out what another gained atom says already: a namespace beside the cluster, one verb beside all verbs. */
export function maximal(items: readonly GainedAtom[]): readonly GainedAtom[] {
  const byHolder = new Map<string, News>();
  for (const item of items) {
    const news = newsOf(byHolder, item);
    news.set.add(item.atom);
    news.items.push(item);
  }
  return withoutCovered(byHolder);
}

function withoutCovered(byHolder: ReadonlyMap<string, News>): readonly GainedAtom[] {
  return [...byHolder.values()].flatMap((news) => {
    const others = othersOf(news, byHolder);
    return news.items.filter(({ atom }) => !others.some((set) => set.covers(atom)) && !news.set.covers(atom, "equal"));
  });
}

/** What the principal gains elsewhere that counts here too. */
function othersOf({ principal, scope, set }: News, byHolder: ReadonlyMap<string, News>): readonly AtomSet[] {
  const keys = closure(principal).flatMap((key) => [clusterScopeKey, scopeKey(scope)].map((at) => newsKey(key, at)));
  const sets = keys.flatMap((key) => byHolder.get(key)?.set ?? []);
  return [...new Set(sets)].filter((one) => one !== set);
}
