import { identityOf } from "../../../kubernetes/resource.ts";
import { type HostPattern, hostKey } from "../host-pattern.ts";
import type { PathPattern } from "../path-pattern.ts";
import type { Route } from "../route.ts";
import { type PathTable, pathsOf, type RouteTable, tableFor } from "./route-table.ts";
import { type Tables, tellingTables } from "./telling-tables.ts";
import { conditionSets, levelsFor, type PathWitness, winnersFor } from "./winners.ts";
import { pathWitnesses } from "./witnesses.ts";

/** What answers some requests of a host before and after; null where nothing does. */
export interface Pair {
  readonly host: HostPattern;
  readonly before: Route | null;
  readonly after: Route | null;
  /** Whether the host was answered at all at this entry, by any path. */
  readonly hostBefore: boolean;
  readonly hostAfter: boolean;
  /** One of the two is claimed beside the other, which stays: it may win, and may not. */
  readonly beside: boolean;
  /** The requests left one kind of object for another, or another kind that answers them too has come or stays behind. */
  readonly migrated?: Migration;
  /** The class of another entry that names the host before and after, if the host is new at this one. */
  readonly elsewhere?: string;
}

/** `joined`: a second kind of object answers as well now. `left`: of two kinds, one is left. */
export type Migration = "moved" | "joined" | "left";

/** An ambiguous claim: several routes with different meanings for the same requests, on one side only. */
export interface Clash {
  readonly host: HostPattern;
  readonly state: "now" | "no longer";
  readonly route: Route;
  readonly other: Route;
}

interface Served {
  readonly before: readonly Route[];
  readonly after: readonly Route[];
}

/** Every distinct pair of winners over the witness requests of a host, and the clashes between them. */
export function pairsOf(host: HostPattern, before: RouteTable, after: RouteTable): { pairs: Pair[]; clashes: Clash[] } {
  const classes = [...new Set([...before.classes.keys(), ...after.classes.keys()])].filter(
    (name) => tableFor(before, name, host) ?? tableFor(after, name, host),
  );
  const standing = classes.find((name) =>
    [before, after].every((table) => table.classes.get(name)?.has(hostKey(host))),
  );
  const { differing: tables, standing: others } = tellingTables(host, classes, before, after);
  const patterns = [...tables, ...others].flatMap((table) => [...pathsOf(table.before), ...pathsOf(table.after)]);
  const pairs = new Map<string, Pair>();
  const clashes = new Map<string, Clash>();
  const numbers = new Map<Route, number>();
  const numberOf = (route: Route | undefined) => {
    if (!route) return -1;
    const number = numbers.get(route) ?? numbers.size;
    numbers.set(route, number);
    return number;
  };
  const serve = (witness: PathWitness, shown: ReadonlySet<string>, at: readonly Tables[]): Served[] =>
    at.map((table) => ({
      before: winnersFor(table.before, witness, shown),
      after: winnersFor(table.after, witness, shown),
    }));
  const sides = tables.flatMap((table) => [table.before, table.after]);
  const add = (served: Joined) => {
    const { clash, beside, ...changed } = withoutCommon(served, before, after);
    const { left, right } = ofSameObjects(changed, host);
    if (clash) clashes.set(`${clash.state}${numberOf(clash.route)}:${numberOf(clash.other)}`, { host, ...clash });
    const { hostBefore, hostAfter, migrated } = served;
    for (let index = 0; index < Math.max(left.length, right.length); index++) {
      const [was, is] = [left[index] ?? left[0], right[index] ?? right[0]];
      const isNew = !was && is !== undefined && !hostBefore && standing !== undefined;
      const pair: Pair = {
        host,
        before: was ?? null,
        after: is ?? null,
        hostBefore,
        hostAfter,
        beside,
        ...(isNew ? { elsewhere: standing } : {}),
      };
      pairs.set(`${numberOf(was)}:${numberOf(is)}`, migrated ? { ...pair, migrated } : pair);
    }
  };
  for (const witness of distinctWitnesses(patterns, [...sides, ...others.map((table) => table.before)]))
    for (const shown of conditionSets(sides, witness)) {
      const standsBy = () => serve(witness, shown, others);
      for (const served of joinMoved(host, serve(witness, shown, tables), tables, standsBy)) add(served);
    }
  return { pairs: [...pairs.values()], clashes: [...clashes.values()] };
}

// Witnesses that meet the same routes everywhere tell the same.
function distinctWitnesses(patterns: readonly PathPattern[], tables: readonly (PathTable | undefined)[]) {
  const numbers = new Map<readonly Route[], number>();
  const numberOf = (level: readonly Route[]) => {
    const number = numbers.get(level) ?? numbers.size;
    numbers.set(level, number);
    return number;
  };
  const met = (witness: PathWitness) =>
    tables.map((table) =>
      (table ? [...levelsFor(table, witness)].filter((level) => level.length > 0) : []).map(numberOf).join(),
    );
  return new Map(
    pathWitnesses(patterns).map((witness) => [
      // What an expression answers is found for each of them anew.
      typeof witness === "string" ? met(witness).join(";") : witness.text,
      witness,
    ]),
  ).values();
}

type Joined = Served & {
  readonly hostBefore: boolean;
  readonly hostAfter: boolean;
  readonly migrated?: Migration;
};

/**
 * Requests that leave one entry and appear at another have moved: their protections are compared across the two. So they are where
 * another kind of object answers the same requests, whether it came with this change or stood there already.
 */
function joinMoved(
  host: HostPattern,
  served: readonly Served[],
  tables: readonly Tables[],
  others: () => readonly Served[],
): Joined[] {
  // A host that left one entry for another is not new at the other, nor gone.
  const gone = tables.some((table) => table.before !== undefined && table.after === undefined);
  const came = tables.some((table) => table.before === undefined && table.after !== undefined);
  const joined = served.map((one, index) => ({
    ...one,
    hostBefore: tables[index]?.before !== undefined || gone,
    hostAfter: tables[index]?.after !== undefined || came,
  }));
  const lost = joined.filter((one) => one.before.length > 0 && one.after.length === 0);
  const gained = joined.filter((one) => one.before.length === 0 && one.after.length > 0);
  const rest = joined.filter((one) => !lost.includes(one) && !gained.includes(one));
  // Two objects that answer any host need have nothing in common.
  if (host.kind === "any" && (lost.length !== 1 || gained.length !== 1 || isOtherKindMove(lost, gained))) return joined;
  if (lost.length > 0 && gained.length > 0) return [...rest, ...movesBetween(lost, gained)];
  const [only] = lost.length > 0 ? lost : gained;
  if (!only || lost.length + gained.length > 1) return joined;
  const other = [...rest, ...others()].find(
    (one) => kindOf(one.before) !== undefined && isOtherKind(only, one) && isReplacement(host, only, one),
  );
  if (!other) return joined;
  const left = lost.length > 0;
  const pair = left ? { before: only.before, after: other.after } : { before: other.before, after: only.after };
  return [...rest, { ...pair, hostBefore: true, hostAfter: true, migrated: left ? "left" : "joined" }];
}

// A wildcard of another object that happens to answer the host as well is no successor, unless it leads to the same service.
function isReplacement(host: HostPattern, only: Served, other: Served): boolean {
  const [own, standing] = [only, other].map(({ before, after }) => [...before, ...after]);
  if (!own || !standing) return false;
  if ([own, standing].every((routes) => routes.some((route) => namesHost(route, host)))) return true;
  const known = new Set(own.flatMap(({ backends }) => backends.map((backend) => JSON.stringify(backend))));
  return standing.some(({ backends }) => backends.some((backend) => known.has(JSON.stringify(backend))));
}

function movesBetween(lost: readonly Served[], gained: readonly Served[]): Joined[] {
  const single = lost.length === 1 || gained.length === 1;
  const pairs = single
    ? lost.flatMap((from) => gained.map((to) => [from, to] as const))
    : lost.map((from, index) => [from, gained[index] ?? gained[0]] as const);
  const moves = pairs.flatMap(([from, to]) => (to ? [{ from, to }] : []));
  // Entries that no entry of before leads to are new ones for the host all the same.
  const more = single ? [] : gained.slice(lost.length).flatMap((to) => (lost[0] ? [{ from: lost[0], to }] : []));
  return [...moves, ...more].map(({ from, to }) => {
    const move = { before: from.before, after: to.after, hostBefore: true, hostAfter: true };
    return kindOf(from.before) === kindOf(to.after) ? move : { ...move, migrated: "moved" };
  });
}

function isOtherKindMove([lost]: readonly Served[], [gained]: readonly Served[]): boolean {
  return lost !== undefined && gained !== undefined && kindOf(lost.before) !== kindOf(gained.after);
}

function isOtherKind(one: Served, other: Served): boolean {
  return kindOf(one.before) !== kindOf(other.before) && kindOf(one.after) !== kindOf(other.after);
}

function kindOf(routes: Routes): string | undefined {
  return routes[0]?.resource.kind;
}

// Of several routes for the same requests, those that mean the same on both sides did not change.
function withoutCommon(served: Served, before: RouteTable, after: RouteTable) {
  const was = distinct(served.before, before);
  const is = distinct(served.after, after);
  const left = [...was].filter(([meaning]) => !is.has(meaning)).map(([, route]) => route);
  const right = [...is].filter(([meaning]) => !was.has(meaning)).map(([, route]) => route);
  const clash = clashOf([...was.values()], [...is.values()], left, right);
  // A claim beside one that stays may win against it.
  const stays = left.length === 0 ? served.before[0] : right.length === 0 ? served.after[0] : undefined;
  const beside = stays !== undefined && left.length + right.length > 0;
  if (beside) (left.length === 0 ? left : right).push(stays);
  return { left, right, clash, beside };
}

// Of several claims, what an object made of its own is what it is compared with: an Ingress for any host may name one now, and
// that others answer any host as well tells nothing of it.
function ofSameObjects({ left, right }: { readonly left: Routes; readonly right: Routes }, host: HostPattern) {
  const own = right.flatMap((is) => left.filter((one) => isSameObject(one, is)).map((was) => ({ was, is })));
  if (own.length === 0) return { left, right };
  const [was, is] = [own.map((pair) => pair.was), own.map((pair) => pair.is)];
  const [gone, come] = [left.filter((one) => !was.includes(one)), right.filter((one) => !is.includes(one))];
  const named = (routes: Routes) => routes.filter((one) => namesHost(one, host));
  return {
    left: [...was, ...(come.length > 0 ? gone : named(gone))],
    right: [...is, ...(gone.length > 0 ? come : named(come))],
  };
}

function isSameObject(one: Route, other: Route): boolean {
  return identityOf(one.resource) === identityOf(other.resource);
}

function distinct(routes: readonly Route[], table: RouteTable): Map<string, Route> {
  return new Map(routes.map((route) => [table.meaningOf(route), route]));
}

type Routes = readonly Route[];

function clashOf(was: Routes, is: Routes, left: Routes, right: Routes): Omit<Clash, "host"> | undefined {
  if (was.length > 1 === is.length > 1) return undefined;
  const [state, routes, changed] = is.length > 1 ? (["now", is, right] as const) : (["no longer", was, left] as const);
  const route = changed[0] ?? routes[0];
  const other = routes.find((one) => one !== route);
  return route && other && { state, route, other };
}

/** Whether the host pattern is the route's own, and not a wildcard or catch-all above it. */
export function namesHost(route: Route, host: HostPattern): boolean {
  return hostKey(route.host) === hostKey(host);
}
