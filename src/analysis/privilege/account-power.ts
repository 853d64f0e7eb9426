import type { View } from "../../kubernetes/desired-state.ts";
import type { EscalationMatch } from "../access/access-change.ts";
import { type AccessState, describeAccess, type Grant, grantKey } from "../access/access-state.ts";
import { type Atom, expandRule } from "../access/atom.ts";
import type { GainedAtom } from "../access/gained-access.ts";
import { groupBy } from "../access/group-by.ts";
import { closure, type HeldAccess, heldAccess } from "../access/held-access.ts";
import { matchEscalations } from "../access/match-escalations.ts";
import {
  accountName,
  groupPrincipal,
  isOfApplier,
  type Principal,
  serviceAccountPrincipal,
} from "../access/principal.ts";
import type { Scope } from "../access/scope.ts";
import { placesIn } from "../access/unplaced-bindings.ts";
import type { AccountName } from "./pod.ts";

/** What pods can do by running as an account. */
export interface Power {
  readonly items: readonly GainedAtom[];
  /** The most dangerous first. */
  readonly escalations: readonly EscalationMatch[];
}

/** Answers what accounts hold by RBAC, before and after. Nothing is calculated before somebody asks. */
export interface AccountPowers {
  /**
   * What `to` holds in both states and `from` did not: what pods gain that change from one to the other. What an account itself
   * gains is a change of access, told there.
   */
  gained(from: AccountName | undefined, to: AccountName): Power;
  /** Whether any binding names the account. */
  isBound(account: AccountName, side: "before" | "after"): boolean;
  /** What members of a group hold by it in both states; undefined if no binding of after names it. */
  ofGroup(name: string): Power | undefined;
}

export function accountPowers(view: View): AccountPowers {
  const before = once(() => sideOf(describeAccess(view.before, placesIn(view.before, view.after))));
  const after = once(() => sideOf(describeAccess(view.after)));
  const known = new Map<string, Power>();
  const bound = new Map<string, boolean>();
  return {
    gained(from, to) {
      const key = JSON.stringify([from ?? null, to]);
      const power = known.get(key) ?? powerGained(before(), after(), from, to);
      known.set(key, power);
      return power;
    },
    isBound(account, side) {
      const key = JSON.stringify([side, account]);
      const own = side === "before" ? before() : after();
      const isBound = bound.get(key) ?? principalsOf(own, account).some((one) => own.state.byPrincipal.has(one.key));
      bound.set(key, isBound);
      return isBound;
    },
    ofGroup(name) {
      const principal = groupPrincipal(name);
      const isBound = after().state.byPrincipal.has(principal.key);
      return isBound ? powerOf(before(), after(), [principal], []) : undefined;
    },
  };
}

interface Side {
  readonly state: AccessState;
  readonly held: HeldAccess;
  /** Accounts that bindings name, by their name without the namespace. */
  readonly accounts: ReadonlyMap<string, readonly Principal[]>;
}

function sideOf(state: AccessState): Side {
  const principals = [...state.byPrincipal.values()].flatMap(([grant]) => grant?.principal ?? []);
  return { state, held: heldAccess(state), accounts: groupBy(principals, (one) => accountName(one) ?? "") };
}

/**
 * The principals that an account may be. Where a manifest leaves its namespace to the applier, it may be any account of the name
 * that bindings mean, but for `default`, which every namespace has.
 */
function principalsOf({ accounts }: Side, { namespace, name }: AccountName): readonly Principal[] {
  const own = serviceAccountPrincipal(namespace, name);
  if (name === "default") return [own];
  const others = (accounts.get(name) ?? []).filter((one) => namespace === undefined || isOfApplier(one));
  return [own, ...others.filter(({ key }) => key !== own.key)];
}

/** Of more accounts of one name than that, alike grants are looked at once, and what the rest held before is not. */
const maxAccounts = 20;

function powerGained(before: Side, after: Side, from: AccountName | undefined, to: AccountName): Power {
  const known = from ? principalsOf(before, from).slice(0, maxAccounts) : [];
  return powerOf(before, after, principalsOf(after, to), known);
}

function powerOf(before: Side, after: Side, principals: readonly Principal[], known: readonly Principal[]): Power {
  const holdsAlready = (scope: Scope, atom: Atom) =>
    known.some((principal) => before.held.covers(principal, scope, atom));
  const items = holdingsOf(before, after, principals)
    .flatMap(itemsOf)
    .filter(({ principal, scope, atom }) => before.held.covers(principal, scope, atom) && !holdsAlready(scope, atom));
  const heldByFrom: HeldAccess = {
    ...before.held,
    covers: (_principal, scope, atom) => holdsAlready(scope, atom),
  };
  return { items, escalations: matchEscalations(items, heldByFrom, after.held) };
}

interface Holding {
  readonly principal: Principal;
  readonly grant: Grant;
}

/** Whatever account pods run as, and whoever logs in, belongs to these: nobody gains their rights by a choice of either. */
const everybody: ReadonlySet<string> = new Set(["group:system:authenticated", "group:system:serviceaccounts"]);

/** The grants of accounts and of the groups that these belong to and others do not, but for what Kubernetes gives to all. */
function holdingsOf(before: Side, after: Side, principals: readonly Principal[]): readonly Holding[] {
  const holdings = principals.flatMap((principal) =>
    closure(principal)
      .filter((key) => key === principal.key || !everybody.has(key))
      .flatMap((key) =>
        (after.state.byPrincipal.get(key) ?? [])
          .filter(({ binding }) => binding !== undefined)
          .map((grant): Holding => ({ principal, grant })),
      ),
  );
  if (principals.length <= maxAccounts) return holdings;
  const present = new Set(before.state.grants.map(grantKey));
  const alike = ({ grant }: Holding) =>
    JSON.stringify([grant.role?.digest ?? grant.roleKey, grant.scope.kind, present.has(grantKey(grant))]);
  return [...groupBy(holdings, alike).values()].flatMap(([first]) => (first ? [first] : []));
}

function itemsOf({ principal, grant }: Holding): readonly GainedAtom[] {
  const { scope, role } = grant;
  if (!role) return [{ principal, scope, atom: { kind: "opaque", role: grant.roleKey }, grant, rule: undefined }];
  return role.rules.flatMap((rule) =>
    expandRule(rule.rule, scope).effective.map((atom) => ({ principal, scope, atom, grant, rule })),
  );
}

function once<T>(compute: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    known ??= { value: compute() };
    return known.value;
  };
}
