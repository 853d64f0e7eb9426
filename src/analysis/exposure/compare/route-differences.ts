import { identityOf } from "../../../kubernetes/resource.ts";
import type { Direction } from "../../change.ts";
import { targetAnnotations } from "../dns/records.ts";
import { isOtherKnowledge } from "../gateway-api/gateway-class.ts";
import { pathContained, pathKey, showPath } from "../path-pattern.ts";
import { type Entry, type Reach, type Route, routeKey } from "../route.ts";
import { annotationDifferences, annotationGaps } from "./annotation-differences.ts";
import { type ControlGap, controlGaps, controlsOfNew, type Gap } from "./control-differences.ts";
import type { Difference } from "./difference.ts";
import { migrationDifference } from "./migration.ts";
import { namesHost, type Pair } from "./pairs.ts";
import { type RouteTable, tableFor } from "./route-table.ts";
import { isReadByOthers, sameBackends, servedDifference, showBothBackends } from "./served.ts";

/** Everything in which the answers to the same requests differ. */
export function routeDifferences(pair: Pair, before: RouteTable, after: RouteTable): Difference[] {
  const { before: was, after: is } = pair;
  const others = () => ({ before: tablesOf(pair, before), after: tablesOf(pair, after) });
  if (!was || !is)
    return [servedDifference(pair, others()), ...controlsOfNew(pair, (gap) => controlDifference(pair, gap))];
  if (pair.migrated)
    return [
      migrationDifference(pair, was, is),
      ...(pair.migrated === "moved" ? backendDifference(pair, was, is, false, others, undefined) : []),
      ...pathDifference(pair, was, is, false),
    ];
  const gaps = gapsBetween(was, is);
  if (pair.beside) return besideDifferences(pair, gaps, was, is, others, before);
  const shadows =
    routeKey(was) !== routeKey(is) &&
    (after.meanings.has(before.meaningOf(was)) || before.meanings.has(after.meaningOf(is)));
  return [
    ...entryDifference(pair, was, is),
    ...backendDifference(pair, was, is, shadows, others, catchAllClaim(pair, was, is, before, after)),
    ...pathDifference(pair, was, is, shadows),
    ...(shadows
      ? [
          ...shadowDifference(pair, [
            ...gaps.filter((gap) => !isOwnMatter(gap) && !isOnlyAddress(gap)),
            ...annotationGaps(was, is, gaps),
          ]).filter(isTelling(pair, was, is)),
          ...gaps.filter(isOwnMatter).map((gap) => controlDifference(pair, gap)),
        ]
      : [...gaps.map((gap) => controlDifference(pair, gap)), ...annotationDifferences(pair, was, is, gaps)]),
  ];
}

// What a Gateway says is unknown where its manifest is not in the repository, and that is one event for all of it.
function gapsBetween(was: Route, is: Route): ControlGap[] {
  const gaps = controlGaps(was, is).filter((gap) => !isAddressOfEntry(gap, was, is));
  if (!isOtherKnowledge(was.entry, is.entry)) return gaps;
  return gaps.filter(({ name }) => was.controls[name] !== undefined && is.controls[name] !== undefined);
}

// Requests for a host that is gone get the answer of any other host, so that nobody reaches what was protected; and a host that comes
// stands for itself, so that no protection is new to what others reach.
function isTelling({ host }: Pair, was: Route, is: Route): (difference: Difference) => boolean {
  const known = new Set(is.backends.map((backend) => JSON.stringify(backend)));
  const isShared = was.backends.some((backend) => known.has(JSON.stringify(backend)));
  const [named, names] = [namesHost(was, host), namesHost(is, host)];
  if (named === names || isShared || was.backends.length === 0 || is.backends.length === 0) return () => true;
  return ({ direction }) => (named ? direction === "narrowed" : direction !== "narrowed");
}

// At another entry a name points to another address; that the entry is another one is told by itself.
function isAddressOfEntry(gap: ControlGap, was: Route, is: Route): boolean {
  if (was.entry.class === is.entry.class || !isOnlyAddress(gap)) return false;
  // external-dns takes no target from a route of Gateway API.
  const counts = (key: string, { resource }: Route) =>
    key.startsWith("external-dns.") &&
    !(resource.group === "gateway.networking.k8s.io" && targetAnnotations.includes(key));
  const record = (route: Route) =>
    JSON.stringify(Object.entries(route.resource.annotations).filter(([key]) => counts(key, route)));
  return record(was) === record(is);
}

// Another host has a record of its own; where that leads protects nobody.
function isOnlyAddress({ detail }: ControlGap): boolean {
  if (detail.facet !== "dns" || !detail.from || !detail.to) return false;
  return detail.from.proxied === detail.to.proxied && detail.from.access === detail.to.access;
}

// A value that may break out of the configuration is no question of who answers.
function isOwnMatter({ name }: ControlGap): boolean {
  return name === "injection";
}

function tablesOf(pair: Pair, table: RouteTable) {
  return tableFor(table, (pair.after ?? pair.before)?.entry.class ?? "", pair.host);
}

type Others = Parameters<typeof servedDifference>[1];

// Which of two claims wins is not known, so only a loss of protection is certain to be possible.
function besideDifferences(
  pair: Pair,
  gaps: readonly ControlGap[],
  was: Route,
  is: Route,
  others: () => Others,
  before: RouteTable,
): Difference[] {
  const now = !before.meanings.has(before.meaningOf(is));
  return [
    ...(pair.host.kind === "any" ? [servedDifference(pair, others(), now)] : []),
    ...gaps.map((gap) => controlDifference(pair, gap)),
    // Two objects that answer any host have settings of their own, and neither changed those of the other.
    ...(pair.host.kind === "any" ? [] : annotationDifferences(pair, was, is, gaps)),
  ];
}

// Where another object already answers any host, one more that does so is as notable as the first: each may have an address of its own.
function catchAllClaim(pair: Pair, was: Route, is: Route, before: RouteTable, after: RouteTable) {
  if (pair.host.kind !== "any" || identityOf(was.resource) === identityOf(is.resource)) return undefined;
  const [come, gone] = [!before.keys.has(routeKey(is)), !after.keys.has(routeKey(was))];
  return come === gone ? undefined : come ? "now" : "no longer";
}

function entryDifference(pair: Pair, was: Route, is: Route): Difference[] {
  if (JSON.stringify(was.entry) === JSON.stringify(is.entry)) return [];
  return [
    {
      ...pair,
      detail: { facet: "entry", from: was.entry, to: is.entry },
      direction: reachDirection(was.entry, is.entry),
      shown: { before: showEntry(was.entry), after: showEntry(is.entry) },
      effect: null,
      facets: ["entry"],
    },
  ];
}

// A node's network and a private load balancer's are different places, neither inside the other.
const reachRank: Readonly<Record<Reach, number>> = {
  cluster: 0,
  "private-network": 1,
  node: 1,
  internet: 2,
  unknown: Number.NaN,
};

// Another controller may read the same object in another way, so equal reach does not make the move harmless.
function reachDirection(from: Entry, to: Entry): Direction {
  // Saying what was the default anyway changes nothing for now.
  const { class: name, controller, reach, listener, missing } = from;
  const same =
    name === to.class &&
    controller === to.controller &&
    reach === to.reach &&
    listener === to.listener &&
    missing === to.missing;
  if (same && !from.stated) return "neutral";
  const difference = reachRank[to.reach] - reachRank[from.reach];
  return difference > 0 ? "widened" : difference < 0 ? "narrowed" : "unknown";
}

function showEntry(entry: Entry): string {
  return entry.class ?? "the default class";
}

function backendDifference(
  pair: Pair,
  was: Route,
  is: Route,
  carved: boolean,
  others: () => Others,
  claim: "now" | "no longer" | undefined,
): Difference[] {
  if (sameBackends(was, is)) return [];
  // A name that only a wildcard or the catch-all answered is a new host once it has a service of its own.
  if (namesHost(was, pair.host) !== namesHost(is, pair.host)) return [servedDifference(pair, others())];
  if (claim) return [servedDifference(pair, others(), claim === "now")];
  const shown = showBothBackends(was.backends, is.backends);
  return [
    {
      ...pair,
      detail: { facet: "backend", from: was.backends, to: is.backends, carved },
      direction: "unknown",
      shown: { before: shown.from, after: shown.to },
      effect: null,
      facets: carved ? ["path", "backend"] : ["backend"],
    },
  ];
}

function pathDifference(pair: Pair, was: Route, is: Route, shadows: boolean): Difference[] {
  if (shadows || pathKey(was.path) === pathKey(is.path)) return [];
  const decided = pathContained(was.path, is.path) !== "unknown" && pathContained(is.path, was.path) !== "unknown";
  if (decided) return [];
  return [
    {
      ...pair,
      detail: { facet: "path", how: isSpread(was, is) ? "mode-spread" : "undecided" },
      direction: "unknown",
      shown: { before: showPath(was.path), after: showPath(is.path) },
      effect: [pathKey(was.path), pathKey(is.path)],
      facets: ["path"],
    },
  ];
}

function isSpread(was: Route, is: Route): boolean {
  const sameText = was.path.kind !== "any" && is.path.kind !== "any" && was.path.text === is.path.text;
  return sameText && isReadByOthers(is) && !isReadByOthers(was) && identityOf(was.resource) === identityOf(is.resource);
}

function controlDifference(pair: Pair, gap: ControlGap): Difference {
  return {
    ...pair,
    detail: gap.detail,
    direction: gap.direction,
    shown: { before: pair.before ? gap.before : null, after: pair.after ? gap.after : null },
    effect: null,
    facets: [gap.name],
  };
}

function shadowDifference(pair: Pair, gaps: readonly Gap[]): Difference[] {
  const telling = gaps.filter((gap) => gap.direction !== "neutral");
  if (telling.length === 0) return [];
  const directions = new Set(telling.map((gap) => gap.direction));
  const differences = telling.map(({ control, order, before, after }) => ({ control, order, before, after }));
  return [
    {
      ...pair,
      detail: { facet: "shadowed", differences },
      direction: directions.has("widened") ? "widened" : directions.has("unknown") ? "unknown" : "narrowed",
      shown: {
        before: Object.fromEntries(differences.map((one) => [one.control, one.before])),
        after: Object.fromEntries(differences.map((one) => [one.control, one.after])),
      },
      effect: telling.map(({ control, values }) => ({ control, ...values })),
      facets: ["path", "host"],
    },
  ];
}
