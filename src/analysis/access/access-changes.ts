import type { View } from "../../kubernetes/desired-state.ts";
import { identityOf, type Plain, type PlainObject, refOf } from "../../kubernetes/resource.ts";
import type { AccessChange, Headline, Holder } from "./access-change.ts";
import { type AccessState, describeAccess } from "./access-state.ts";
import { type Atom, atomKey, isOwnNamespace } from "./atom.ts";
import { type Cause, causeOf, placesOf } from "./cause.ts";
import { type GainedAtom, gainedAccess } from "./gained-access.ts";
import { type GrantLine, grantLines, sayLine } from "./grant-lines.ts";
import { groupBy } from "./group-by.ts";
import { headlinesOf } from "./headlines.ts";
import { type HeldAccess, heldAccess } from "./held-access.ts";
import { ineffectiveAccess } from "./ineffective-access.ts";
import { latentAccess } from "./latent-access.ts";
import { matchEscalations } from "./match-escalations.ts";
import { isReadable } from "./principal.ts";
import { problemChanges } from "./problem-changes.ts";
import { scopeKey } from "./scope.ts";

/**
 * Who gained or lost which rights between the states of a view, by RBAC (Role, ClusterRole and their bindings). The same
 * rights through other roles, bindings or spellings are no change. Pure; never throws, whatever the manifests hold.
 */
export function accessChanges(view: View): readonly AccessChange[] {
  const before = describeAccess(view.before);
  const after = describeAccess(view.after);
  const context: Comparison = {
    view: view.name,
    before,
    after,
    heldBefore: heldAccess(before),
    heldAfter: heldAccess(after),
  };
  const gained = gainedAccess(before, after, context.heldBefore);
  const lost = gainedAccess(after, before, context.heldAfter).filter((item) => !isStillReferredTo(item, after));
  return [
    ...changesOf(gained, "gained", context),
    ...changesOf(lost, "lost", context),
    ...changesOf(latentAccess(before, after), "latent-gained", context),
    ...changesOf(
      latentAccess(after, before).filter((item) => !after.boundRoles.has(item.grant.roleKey)),
      "latent-lost",
      context,
    ),
    ...changesOf(withoutOtherNews(ineffectiveAccess(before, after), [...gained, ...lost]), "ineffective", context),
    ...problemChanges(view.name, before, after),
  ];
}

interface Comparison {
  readonly view: string;
  readonly before: AccessState;
  readonly after: AccessState;
  readonly heldBefore: HeldAccess;
  readonly heldAfter: HeldAccess;
}

/** Most roles that are bound in a namespace hold something that has no effect there: next to real news it is none. */
function withoutOtherNews(items: readonly GainedAtom[], news: readonly GainedAtom[]): readonly GainedAtom[] {
  const told = new Set(news.map(({ principal }) => principal.key));
  return items.filter(({ principal }) => !told.has(principal.key));
}

type Side = "ineffective" | "gained" | "lost" | "latent-gained" | "latent-lost";

/** An unknown role that became known is not lost: what it grants is compared instead. */
function isStillReferredTo({ atom, principal, scope }: GainedAtom, after: AccessState): boolean {
  if (atom.kind !== "opaque") return false;
  const grants = after.byPrincipal.get(principal.key) ?? [];
  return grants.some((grant) => grant.roleKey === atom.role && scopeKey(grant.scope) === scopeKey(scope));
}

/** What one principal gains in one scope through one cause. */
interface Share {
  readonly holder: Holder;
  readonly cause: Cause;
  readonly items: readonly GainedAtom[];
}

/** One change per cause and set of rights: all principals that it concerns are listed in it. */
function changesOf(items: readonly GainedAtom[], side: Side, context: Comparison): readonly AccessChange[] {
  const other = isGain(side) ? context.before : context.after;
  const shares = sharesOf(items, other);
  const groups = groupBy(shares, (share) =>
    JSON.stringify([identityOf(share.cause.resource), ...kindOf(share), rightsOf(share)]),
  );
  return [...groups.values()].map((group) => changeOf(group, side, context));
}

function isGain(side: Side): boolean {
  return side === "gained" || side === "latent-gained" || side === "ineffective";
}

function sharesOf(items: readonly GainedAtom[], other: AccessState): readonly Share[] {
  const withCause = items.flatMap((item) => {
    const cause = causeOf(item, other);
    return cause ? [{ item, cause }] : [];
  });
  const groups = groupBy(withCause, ({ item, cause }) =>
    JSON.stringify([item.principal.key, scopeKey(item.scope), identityOf(cause.resource), item.atom.kind === "opaque"]),
  );
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (!first) return [];
    const { principal, scope } = first.item;
    return [{ holder: { principal, scope }, cause: first.cause, items: group.map(({ item }) => item) }];
  });
}

/** Principals are told together only if the same is true of them. */
function kindOf({ holder: { principal, scope }, items }: Share): readonly Plain[] {
  const isHolder = principal.kind === "role-holders";
  return [principal.readable, isHolder, scope.kind, items[0]?.atom.kind === "opaque"];
}

/** Equal for equal rights; a right to one's own namespace is the same right in every namespace. */
function rightsOf({ holder: { scope }, items }: Share): string {
  const keys = items.map(({ atom }) =>
    atom.kind === "resource" && isOwnNamespace(atom, scope) ? atomKey({ ...atom, name: "(own)" }) : atomKey(atom),
  );
  return JSON.stringify(keys.sort());
}

function changeOf(shares: readonly Share[], side: Side, context: Comparison): AccessChange {
  const sorted = [...shares].sort((a, b) => (holderKey(a.holder) < holderKey(b.holder) ? -1 : 1));
  const [first] = sorted as [Share, ...Share[]];
  const items = sorted.flatMap((share) => share.items);
  const lines = grantLines(first.items.map(({ atom }) => atom));
  const kind = changeKind(side, items);
  const isNew = isGain(side);
  const escalations =
    isNew && side !== "ineffective" ? matchEscalations(items, context.heldBefore, context.heldAfter) : [];
  return {
    topic: "access",
    kind,
    view: context.view,
    direction: directionOf(kind, isNew, items),
    resource: refOf(first.cause.resource),
    holders: sorted.map(({ holder }) => holder),
    lines,
    escalations,
    headlines: headlinesFor(kind, isNew, items, escalations, first.cause, context),
    effect: { kind, holders: sorted.map((share) => effectOf(share.holder)), lines: plainLines(lines) },
    parts: sorted.map((share) => ({ kind, holder: effectOf(share.holder), lines: plainLines(linesOf(share)) })),
    before: shown(first, context.heldBefore),
    after: shown(first, context.heldAfter),
    because: placesOf(items, first.cause, isNew ? context.before : context.after, isNew ? undefined : context.after),
  };
}

function changeKind(side: Side, items: readonly GainedAtom[]): AccessChange["kind"] {
  if (side === "lost" || side === "ineffective") return side;
  if (side === "gained") return items.some(({ atom }) => atom.kind === "opaque") ? "opaque" : "gained";
  return "latent";
}

function directionOf(
  kind: AccessChange["kind"],
  isNew: boolean,
  items: readonly GainedAtom[],
): AccessChange["direction"] {
  if (!isNew) return "narrowed";
  if (kind === "ineffective") return "neutral";
  const isUnknown = items.some(({ principal, atom }) => !principal.readable || !isReadable(atomKey(atom)));
  return kind === "opaque" || isUnknown ? "unknown" : "widened";
}

function headlinesFor(
  kind: AccessChange["kind"],
  isNew: boolean,
  items: readonly GainedAtom[],
  escalations: AccessChange["escalations"],
  cause: Cause,
  { heldBefore }: Comparison,
): readonly Headline[] {
  if (!isNew || kind === "ineffective") return [];
  if (kind === "latent") return escalations.some(({ family }) => family !== "minor") ? [{ kind: "latent" }] : [];
  return headlinesOf(items, escalations, cause, heldBefore);
}

function holderKey({ principal, scope }: Holder): string {
  return JSON.stringify([principal.key, scope.kind, scopeKey(scope)]);
}

function effectOf({ principal, scope }: Holder): Plain {
  return {
    principal: principal.key,
    scope: scope.kind === "cluster" ? "cluster" : { namespace: scope.namespace ?? null },
  };
}

function linesOf(share: Share): readonly GrantLine[] {
  return grantLines(share.items.map(({ atom }) => atom));
}

function plainLines(lines: readonly GrantLine[]): readonly Plain[] {
  return lines.map((line): PlainObject => ({ ...line }));
}

const maxShown = 12;

/** What the principal holds of the resources in question, as a reader would say it. */
function shown({ holder, items }: Share, held: HeldAccess): Plain {
  const own = held.own(holder.principal, holder.scope).values();
  const lines = grantLines([...own].filter((atom) => items.some((item) => isAbout(atom, item.atom)))).map(sayLine);
  if (lines.length === 0) return null;
  return lines.length > maxShown ? [...lines.slice(0, maxShown), `and ${lines.length - maxShown} more`] : lines;
}

function isAbout(atom: Atom, other: Atom): boolean {
  if (atom.kind === "resource" && other.kind === "resource") {
    const same = (a: string, b: string) => a === b || a === "*" || b === "*";
    return same(atom.group, other.group) && same(atom.resource, other.resource);
  }
  return atom.kind === other.kind;
}
