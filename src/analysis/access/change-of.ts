import { type Plain, type PlainObject, refOf } from "../../kubernetes/resource.ts";
import type { AccessChange, EscalationMatch, Headline, Holder } from "./access-change.ts";
import { type Atom, atomKey } from "./atom.ts";
import type { AtomSet } from "./atom-set.ts";
import { placesOf } from "./cause.ts";
import type { Comparison } from "./comparison.ts";
import type { GainedAtom } from "./gained-access.ts";
import { type GrantLine, grantLines, sayLine } from "./grant-lines.ts";
import { headlinesOf, ineffectiveHeadlines, lostHeadlines } from "./headlines.ts";
import type { HeldAccess } from "./held-access.ts";
import { heldOfSameResources } from "./held-of-same-resources.ts";
import { matchEscalations } from "./match-escalations.ts";
import { isInScope } from "./namespace-zones.ts";
import { accountOf, isReadable } from "./principal.ts";
import { remarksOn } from "./remarks.ts";
import type { Scope } from "./scope.ts";
import type { Share } from "./shares-by-cause.ts";

export type Side = "gained" | "lost" | "latent-gained" | "latent-lost" | "ineffective";

/** The change that shares of the same rights through the same cause make up. */
export function changeOf(shares: readonly [Share, ...Share[]], side: Side, comparison: Comparison): AccessChange {
  const { before, after, heldBefore, heldAfter } = comparison;
  const [first] = shares;
  const items = shares.flatMap((share) => share.items);
  const kind = kindOf(side, items);
  const isLoss = side === "lost" || side === "latent-lost";
  const isGain = side === "gained" || side === "latent-gained";
  const escalations = isGain ? matchEscalations(items, heldBefore, heldAfter) : [];
  const effects = shares.map(effectOf);
  const direction = isLoss ? "lost" : "gained";
  const headlines = headlinesFor(side, shares, escalations, comparison);
  const remarks = isGain ? remarksOn(shares, headlines, comparison) : [];
  const zone = zoneOf(shares, comparison);
  return {
    topic: "access",
    kind,
    view: comparison.view,
    direction: isLoss ? "narrowed" : isGain ? directionOf(kind, items) : "neutral",
    resource: refOf(first.cause.resource),
    holders: shares.map(({ holder }) => holder),
    lines: linesOf(first),
    escalations,
    headlines,
    ...(remarks.length > 0 ? { remarks } : {}),
    ...(zone !== undefined ? { zone } : {}),
    effect: { kind, direction, holders: effects },
    parts: effects.map((effect) => ({ kind, direction, holders: [effect] })),
    before: shown(first, heldBefore),
    after: shown(first, heldAfter),
    because: placesOf(items, first.cause, isLoss ? after : before, isLoss ? after : undefined),
  };
}

function kindOf(side: Side, items: readonly GainedAtom[]): AccessChange["kind"] {
  if (side === "lost" || side === "ineffective") return side;
  if (side === "gained") return items.some(({ atom }) => atom.kind === "opaque") ? "opaque" : "gained";
  return "latent";
}

function directionOf(kind: AccessChange["kind"], items: readonly GainedAtom[]): AccessChange["direction"] {
  const isHidden = items.some(({ principal, atom }) => !principal.readable || !isReadable(atomKey(atom)));
  return kind === "opaque" || isHidden ? "unknown" : "widened";
}

function headlinesFor(
  side: Side,
  shares: readonly [Share, ...Share[]],
  escalations: readonly EscalationMatch[],
  comparison: Comparison,
): readonly Headline[] {
  if (side === "gained") return headlinesOf(shares, escalations, comparison);
  if (side === "latent-gained") return escalations.some(({ family }) => family !== "minor") ? [{ kind: "latent" }] : [];
  if (side === "ineffective") return ineffectiveHeadlines(shares);
  return side === "lost" ? lostHeadlines(shares, comparison) : [];
}

/** The zone in scope that the rights are for, or that somebody is from who gets them. */
function zoneOf(shares: readonly Share[], { zones }: Comparison): string | undefined {
  const touched = shares.flatMap(({ holder: { principal, scope }, cause, items }) => {
    const file = (items[0]?.grant.binding?.resource ?? cause.resource).file;
    const ofScope = scope.kind === "namespace" ? [zones.of(scope.namespace, file)] : [];
    const account = accountOf(principal);
    return account ? [...ofScope, zones.of(account.namespace)] : ofScope;
  });
  return touched.find(isInScope)?.name;
}

const knownLines = new WeakMap<Share, readonly GrantLine[]>();

function linesOf(share: Share): readonly GrantLine[] {
  const lines = knownLines.get(share) ?? grantLines(share.items.map(({ atom }) => atom));
  knownLines.set(share, lines);
  return lines;
}

/** Free of the names of roles and bindings: the same rights through others are the same effect. */
function effectOf(share: Share): PlainObject {
  const lines = linesOf(share).map((line): PlainObject => ({ ...line }));
  return { ...effectOfHolder(share.holder), lines };
}

function effectOfHolder({ principal, scope }: Holder): PlainObject {
  return { principal: principal.key, scope: effectOfScope(scope) };
}

/** Which namespace an approval was given for is known by the directory alone, where the manifest does not say it. */
function effectOfScope(scope: Scope): Plain {
  if (scope.kind === "cluster") return "cluster";
  const { namespace, place } = scope;
  return namespace === undefined && place !== undefined ? { namespace: null, place } : { namespace: namespace ?? null };
}

const maxShown = 12;

/** What the principal holds of the resources in question, as a reader would say it. */
function shown({ holder, items }: Share, held: HeldAccess): Plain {
  const own = held.own(holder.principal, holder.scope);
  const atoms = items.map(({ atom }) => atom);
  const lines = saidLines(own, heldOfSameResources(own, atoms));
  if (lines.length === 0) return null;
  return lines.length > maxShown ? [...lines.slice(0, maxShown), `and ${lines.length - maxShown} more`] : lines;
}

const allLines = new WeakMap<AtomSet, readonly string[]>();

/** Mostly everything that a principal holds is of one role, and is shown for what it gained and for what it lost. */
function saidLines(held: AtomSet, atoms: readonly Atom[]): readonly string[] {
  if (atoms.length < held.size) return grantLines(atoms).map(sayLine);
  const lines = allLines.get(held) ?? grantLines(atoms).map(sayLine);
  allLines.set(held, lines);
  return lines;
}
