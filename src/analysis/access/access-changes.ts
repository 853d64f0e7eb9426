import type { View } from "../../kubernetes/desired-state.ts";
import { identityOf } from "../../kubernetes/resource.ts";
import type { ZoneFacts } from "../connectivity/zone-facts.ts";
import type { AccessChange } from "./access-change.ts";
import { type AccessState, describeAccess } from "./access-state.ts";
import { affectedAccess } from "./affected-access.ts";
import { changeOf, type Side } from "./change-of.ts";
import type { Comparison } from "./comparison.ts";
import { declaredAccounts } from "./declared-accounts.ts";
import { type GainedAtom, gainedAccess } from "./gained-access.ts";
import { groupBy } from "./group-by.ts";
import { heldAccess } from "./held-access.ts";
import { ineffectiveAccess } from "./ineffective-access.ts";
import { latentAccess } from "./latent-access.ts";
import { namespaceZones } from "./namespace-zones.ts";
import { problemChanges } from "./problem-changes.ts";
import { scopeKey } from "./scope.ts";
import { sharesByCause } from "./shares-by-cause.ts";
import { staleSubjects } from "./stale-subjects.ts";
import { undeclaredSubjects } from "./undeclared-subjects.ts";
import { placesIn } from "./unplaced-bindings.ts";

/**
 * Who gained or lost which rights between the states of a view, by RBAC (Role, ClusterRole and their bindings). The same
 * rights through other roles, bindings or spellings are no change. Pure; never throws, whatever the manifests hold.
 */
export function accessChanges(view: View, zones: readonly ZoneFacts[] = []): readonly AccessChange[] {
  const accountsBefore = declaredAccounts(view.before);
  const accountsAfter = declaredAccounts(view.after);
  const affected = affectedAccess(
    view,
    (account) => accountsBefore.declares(account) && !accountsAfter.declares(account),
  );
  const context = { accountsBefore, accountsAfter, zones: namespaceZones(zones, view.after) };
  return compareAccess({ ...view, ...affected }, context);
}

type Context = Pick<Comparison, "accountsBefore" | "accountsAfter" | "zones">;

/** What changes between the RBAC objects of a view. What is known of other kinds is the `context`. */
export function compareAccess(view: View, context: Context): readonly AccessChange[] {
  const before = describeAccess(view.before, placesIn(view.before, view.after));
  const after = describeAccess(view.after);
  const heldBefore = heldAccess(before);
  const heldAfter = heldAccess(after);
  const gained = gainedAccess(before, after, heldBefore);
  const lost = gainedAccess(after, before, heldAfter).filter((item) => !isStillReferredTo(item, after));
  const latentLost = latentAccess(after, before).filter(({ grant }) => !after.boundRoles.has(grant.roleKey));
  const ineffective = ineffectiveAccess(before, after);
  const comparison: Comparison = {
    view: view.name,
    roleFiles: view.roleFiles ?? new Map(),
    before,
    after,
    heldBefore,
    heldAfter,
    ...context,
    unrendered: view.unrendered,
    gainingBindings: bindingsOf(gained),
    withoutEffect: groupBy(ineffective, ({ principal }) => principal.key),
  };
  return [
    ...changesOf(gained, "gained", comparison),
    ...changesOf(lost, "lost", comparison),
    ...changesOf(latentAccess(before, after), "latent-gained", comparison),
    ...changesOf(latentLost, "latent-lost", comparison),
    ...changesOf(withoutOtherNews(ineffective, [...gained, ...lost]), "ineffective", comparison),
    ...staleSubjects(comparison),
    ...undeclaredSubjects(comparison),
    ...problemChanges(view.name, before, after),
  ];
}

function bindingsOf(items: readonly GainedAtom[]): ReadonlySet<string> {
  const grants = new Set(items.map(({ grant }) => grant));
  return new Set([...grants].flatMap(({ binding }) => (binding ? [identityOf(binding.resource)] : [])));
}

/** One change per cause and set of rights: all principals that it concerns are listed in it. */
function changesOf(items: readonly GainedAtom[], side: Side, comparison: Comparison): readonly AccessChange[] {
  const isLoss = side === "lost" || side === "latent-lost";
  const { before, after } = comparison;
  const groups = isLoss ? sharesByCause(items, before, after) : sharesByCause(items, after, before);
  return groups.map((shares) => changeOf(shares, side, comparison));
}

/** An unknown role that became known is not lost: what it grants is compared instead. */
function isStillReferredTo({ atom, principal, scope }: GainedAtom, after: AccessState): boolean {
  if (atom.kind !== "opaque") return false;
  const grants = after.byPrincipal.get(principal.key) ?? [];
  return grants.some((grant) => grant.roleKey === atom.role && scopeKey(grant.scope) === scopeKey(scope));
}

/** Most roles that are bound in a namespace hold something that has no effect there: next to real news it is none. */
function withoutOtherNews(items: readonly GainedAtom[], news: readonly GainedAtom[]): readonly GainedAtom[] {
  const told = new Set(news.map(({ principal }) => principal.key));
  return items.filter(({ principal }) => !told.has(principal.key));
}
