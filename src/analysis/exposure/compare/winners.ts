import { identityOf } from "../../../kubernetes/resource.ts";
import { grouped } from "../grouped.ts";
import { type PathPattern, pathContained, pathKey } from "../path-pattern.ts";
import type { Route } from "../route.ts";
import type { PathTable } from "./route-table.ts";

/** A request path, or an opaque pattern that stands for all of its requests. */
export type PathWitness = string | Extract<PathPattern, { text: string }>;

/**
 * The routes that answer a witness: explicit precedence first, then the longest path, exact before prefix, then the one that asks
 * for most. `shown` are the conditions that the request shows. Several routes are duplicates of one place.
 * An opaque pattern is assumed to answer only where no literal one does.
 */
export function winnersFor(
  table: PathTable | undefined,
  witness: PathWitness,
  shown: ReadonlySet<string> = new Set(),
): readonly Route[] {
  if (!table) return [];
  // Explicit precedence decides before the number of conditions does.
  if (table.hasPriorities)
    return mostAsking(firstByPriority([...levelsFor(table, witness)].map((level) => matching(level, shown))));
  for (const level of levelsFor(table, witness)) {
    const found = answering(level, shown);
    if (found.length > 0) return found;
  }
  return [];
}

/** The sets of conditions that tell the routes of a witness apart, the empty one first. */
export function conditionSets(
  tables: readonly (PathTable | undefined)[],
  witness: PathWitness,
): readonly ReadonlySet<string>[] {
  const none = new Set<string>();
  const asking = tables.filter((table) => table?.hasConditions);
  if (asking.length === 0) return [none];
  const routes = asking.flatMap((table) => (table ? [...levelsFor(table, witness)].flat() : []));
  const distinct = new Map(
    routes
      .filter(({ conditions }) => conditions.length > 0)
      .map(({ conditions }) => [conditions.join("\n"), conditions]),
  );
  const sets = [...distinct.values()];
  // Two routes that ask for different things meet in the requests that show both.
  const meeting = sets.slice(0, mostSets);
  const both = meeting.flatMap((one, index) =>
    meeting.slice(index + 1).map((other) => [...new Set([...one, ...other])]),
  );
  const possible = both
    .filter((set) => !distinct.has([...set].sort().join("\n")) && !contradicts(set))
    .slice(0, mostSets);
  return [none, ...[...sets, ...possible].map((set) => new Set(set))];
}

// Routes of one path with more distinct conditions are not tried in every combination: each is tried alone.
const mostSets = 64;

// One request has one method, and one value of a header or parameter.
function contradicts(conditions: readonly string[]): boolean {
  const subjects = conditions.map((text) => /^(method(?= )|[^:=]*[:=])/.exec(text)?.[0] ?? text);
  return new Set(subjects).size < subjects.length;
}

function answering(level: readonly Route[], shown: ReadonlySet<string>): readonly Route[] {
  return mostAsking(matching(level, shown));
}

function matching(level: readonly Route[], shown: ReadonlySet<string>): readonly Route[] {
  const candidates = level.length < mostSets ? level : candidatesIn(level, shown);
  return candidates.filter(({ conditions }) => conditions.every((condition) => shown.has(condition)));
}

// A path may have thousands of routes that ask for different things, and each is tried with what it asks for.
function candidatesIn(level: readonly Route[], shown: ReadonlySet<string>): readonly Route[] {
  const known = routesByFirst.get(level);
  const index = known ?? grouped(level, ({ conditions }) => conditions[0] ?? "");
  if (!known) routesByFirst.set(level, index);
  return ["", ...shown].flatMap((condition) => index.get(condition) ?? []);
}

const routesByFirst = new WeakMap<readonly Route[], ReadonlyMap<string, readonly Route[]>>();

function mostAsking(routes: readonly Route[]): readonly Route[] {
  const most = Math.max(...routes.map(({ conditions }) => conditions.length));
  return routes.filter(({ conditions }) => conditions.length === most);
}

function firstByPriority(levels: readonly (readonly Route[])[]): readonly Route[] {
  let best: readonly Route[] = [];
  for (const level of levels) {
    const highest = Math.max(...level.map(({ priority }) => priority));
    if (level.length > 0 && (best.length === 0 || highest > (best[0]?.priority ?? 0)))
      best = level.filter(({ priority }) => priority === highest);
  }
  return best;
}

/** The routes whose path answers the witness, those of the most specific path first. */
export function* levelsFor(table: PathTable, witness: PathWitness): Generator<readonly Route[]> {
  if (typeof witness === "string") yield* literalLevels(table, witness);
  else {
    const found = opaqueWinners(table, witness);
    if (found) yield found;
  }
  yield table.fallback;
}

function* literalLevels(table: PathTable, path: string): Generator<readonly Route[]> {
  const at = (key: string) => table.byPath.get(key);
  const exact = at(`exact:${path}`);
  if (exact) yield exact;
  const byCharacter = table.kinds.has("characters") || table.kinds.has("caseless");
  const lower = path.toLowerCase();
  for (const end of table.lengths) {
    if (end === 0 || end > Math.max(path.length, lower.length)) continue;
    const atBoundary = end === path.length || path[end] === "/";
    const segments = atBoundary ? at(`segments:${path.slice(0, end)}`) : undefined;
    if (segments) yield segments;
    if (!byCharacter) continue;
    const characters = at(`characters:${path.slice(0, end)}`);
    if (characters) yield characters;
    const caseless = at(`caseless:${lower.slice(0, end)}`);
    if (caseless) yield caseless;
  }
  const any = at("any:");
  if (any) yield any;
  const opaque = longest(table.opaque.filter((route) => mayMeet(headOf(route.path), path)));
  if (opaque) yield [...opaque, ...(any ? [] : otherCatchAlls(table, opaque))];
}

// An expression may not answer after all, and what another object answers instead may be on an address of its own.
function otherCatchAlls(table: PathTable, opaque: readonly Route[]): Route[] {
  const objects = new Set(opaque.map(({ resource }) => identityOf(resource)));
  return table.fallback.filter(({ host, resource }) => host.kind === "any" && !objects.has(identityOf(resource)));
}

function opaqueWinners(
  table: PathTable,
  witness: Extract<PathPattern, { text: string }>,
): readonly Route[] | undefined {
  const same = table.byPath.get(pathKey(witness));
  if (same) return same;
  const head = headOf(witness);
  const routes = [...table.byPath.values()].flat();
  // The same text read by another controller: it is still the author's path for these requests.
  const sameText = longest(routes.filter(({ path }) => path.kind !== "any" && path.text === witness.text));
  if (sameText) return sameText;
  const containing = routes.filter(
    (route) => route.path.kind === "any" || (head.length > 1 && holds(route.path, head)),
  );
  return longest(containing) ?? longest(routes.filter((route) => mayMeet(head, headOf(route.path))));
}

// Everything that starts with the head lies inside a prefix of the head.
function holds(pattern: PathPattern, head: string): boolean {
  return pattern.kind !== "opaque" && pathContained({ kind: "characters", text: head }, pattern) === true;
}

function mayMeet(head: string, path: string): boolean {
  const [a, b] = [head.toLowerCase(), path.toLowerCase()];
  return a.startsWith(b) || b.startsWith(a);
}

/** The literal characters that an opaque pattern begins with, the last of which may be optional. */
function headOf(path: PathPattern): string {
  if (path.kind === "any") return "";
  if (path.kind !== "opaque") return path.text;
  const text = path.text.replace(/^~?\^?/, "");
  if (text.includes("|")) return "";
  const end = text.search(/[\\^$.?*+()[\]{}]/);
  return end < 0 ? text : text.slice(0, Math.max(0, end - 1));
}

function longest(routes: readonly Route[]): readonly Route[] | undefined {
  const size = routes.reduce((most, route) => Math.max(most, lengthOf(route)), -1);
  const best = routes.find((route) => lengthOf(route) === size);
  return best && routes.filter((route) => pathKey(route.path) === pathKey(best.path));
}

function lengthOf(route: Route): number {
  return route.path.kind === "any" ? 0 : route.path.text.length;
}
