import { cidrsOf, everyAddress, parseAddresses, without } from "../address-set.ts";
import { union } from "../control-order.ts";
import type { ControlValues } from "../control-values.ts";
import { type Auth, unreadableWith } from "../controls/auth.ts";
import type { RateLimit } from "../controls/rate-limit.ts";
import type { Rewrite } from "../controls/rewrite.ts";
import type { SourceRange } from "../controls/source-range.ts";

/** What two middlewares do to the same request, the outer one first. A control that only one of them touches is that one's. */
export function mergeControls(outer: ControlValues, inner: ControlValues): ControlValues {
  return {
    ...inner,
    ...outer,
    ...both(outer, inner, "auth", bothAuths),
    ...both(outer, inner, "sourceRange", bothRanges),
    ...both(outer, inner, "rateLimit", bothLimits),
    ...both(outer, inner, "rewrite", bothRewrites),
    ...both(outer, inner, "bodyLimit", (a, b) =>
      typeof a === "number" && typeof b === "number" ? Math.min(a, b) : typeof a === "number" ? a : b,
    ),
    // The outer middleware sets its headers last.
    ...both(outer, inner, "responseHeaders", (a, b) => sortedByName({ ...b, ...a })),
    ...both(outer, inner, "requestHeaders", union),
    ...both(outer, inner, "redirectTarget", union),
    ...both(outer, inner, "ineffective", union),
    ...both(outer, inner, "snippet", (a, b) => [...a, ...b]),
    ...both(outer, inner, "clientIp", (a, b) => (a.from === "anyone" || b.from === "socket" ? a : b)),
  };
}

type Name = keyof ControlValues;

function both<N extends Name>(
  outer: ControlValues,
  inner: ControlValues,
  name: N,
  merge: (a: NonNullable<ControlValues[N]>, b: NonNullable<ControlValues[N]>) => ControlValues[N],
): ControlValues {
  const [a, b] = [outer[name], inner[name]] as (NonNullable<ControlValues[N]> | null | undefined)[];
  if (a === undefined || a === null || b === undefined || b === null) return {};
  return { [name]: merge(a, b) } as ControlValues;
}

/** Every check of both has to pass. */
function bothAuths(a: Auth, b: Auth): Auth {
  if (a.kind === "refused" || b.kind === "refused") return a.kind === "refused" ? a : b;
  if (a.kind === "unreadable" || b.kind === "unreadable") return unreadableWith(a, b);
  const ways = a.ways.flatMap((way) => b.ways.map((other) => distinctAtoms([...way, ...other])));
  const rank = { no: 0, unverified: 1, verified: 2 };
  const optional = [a.optionalCertificate, b.optionalCertificate].sort((x, y) => rank[y] - rank[x])[0] ?? "no";
  return { ...a, ways, optionalCertificate: optional };
}

function distinctAtoms<T extends { readonly kind: string; readonly by: string }>(atoms: readonly T[]): T[] {
  const distinct = new Map(atoms.map((atom) => [`${atom.kind}\n${atom.by}`, atom]));
  return [...distinct].sort(([x], [y]) => (x < y ? -1 : 1)).map(([, atom]) => atom);
}

/** Addresses that both accept. */
function bothRanges(a: SourceRange, b: SourceRange): SourceRange {
  if (a.kind === "every") return b.kind === "every" ? (a.despite === undefined ? b : a) : b;
  if (b.kind === "every") return a;
  if (a.kind === "unreadable" || b.kind === "unreadable")
    return { kind: "unreadable", text: union(textsOf(a), textsOf(b)).join(", ") };
  const [left, right] = [parseAddresses(a.accepts), parseAddresses(b.accepts)];
  if (!left || !right) return a;
  return { kind: "blocks", accepts: cidrsOf(without(left, without(everyAddress, right))) };
}

function textsOf(range: Exclude<SourceRange, { kind: "every" }>): string[] {
  return range.kind === "blocks" ? [...range.accepts] : range.text.split(", ");
}

function bothLimits(a: RateLimit, b: RateLimit): RateLimit {
  if (a.kind === "unreadable") return a;
  if (b.kind === "unreadable") return b;
  const least = (x: number | null, y: number | null) => (x === null ? y : y === null ? x : Math.min(x, y));
  const unlimited = (limit: typeof a) => limit.perSecond === null && limit.perMinute === null;
  return {
    kind: "limits",
    perSecond: least(a.perSecond, b.perSecond),
    perMinute: least(a.perMinute, b.perMinute),
    connections: least(a.connections, b.connections),
    burst: unlimited(a) ? b.burst : unlimited(b) ? a.burst : Math.min(a.burst, b.burst),
    exempt: a.exempt.filter((block) => b.exempt.includes(block)),
  };
}

function bothRewrites(a: Rewrite, b: Rewrite): Rewrite {
  if (a.reach === "same") return b;
  if (b.reach === "same") return a;
  const reach = b.reach === "fixed" ? "fixed" : a.reach === b.reach ? a.reach : "unknown";
  return { to: `${a.to}, then ${b.to}`, reach };
}

function sortedByName<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([x], [y]) => (x < y ? -1 : 1)));
}
