import { identityOf, type Resource } from "../../../kubernetes/resource.ts";
import { grouped } from "../grouped.ts";
import { type HostPattern, hostKey } from "../host-pattern.ts";
import { type PathKind, type PathPattern, pathKey } from "../path-pattern.ts";
import { type Route, rankOf, routeKey, routeMeaning } from "../route.ts";

/** The routes of one host at one entry, indexed so that finding a winner costs the length of the path. */
export interface PathTable {
  readonly byPath: ReadonlyMap<string, readonly Route[]>;
  readonly kinds: ReadonlySet<PathKind>;
  /** The lengths of the literal paths, the longest first: a request path is cut to these only. */
  readonly lengths: readonly number[];
  readonly opaque: readonly Route[];
  /** What answers when no rule does. */
  readonly fallback: readonly Route[];
  /** Whether some route asks for more than host and path. */
  readonly hasConditions: boolean;
  /** Whether some route has an explicit precedence. */
  readonly hasPriorities: boolean;
}

/** All routes of one state: entry class → host → paths. */
export interface RouteTable {
  readonly classes: ReadonlyMap<string, ReadonlyMap<string, PathTable>>;
  /** Every host pattern, by its key. */
  readonly hosts: ReadonlyMap<string, HostPattern>;
  /** The sorted meanings of each host's routes, over all classes. */
  readonly meaningOfHost: ReadonlyMap<string, string>;
  readonly meanings: ReadonlySet<string>;
  /** What the routes are claims for, whatever they lead to. */
  readonly keys: ReadonlySet<string>;
  meaningOf(route: Route): string;
  /** The object of a route by its identity. */
  resourceOf(identity: string): Resource | undefined;
}

export function routeTable(routes: readonly Route[]): RouteTable {
  const meaning = new Map(routes.map((route) => [route, routeMeaning(route)]));
  const byHost = grouped(routes, (route) => hostKey(route.host));
  const byClass = grouped(routes, (route) => route.entry.class ?? "");
  return {
    classes: new Map([...byClass].map(([name, all]) => [name, pathTables(all)])),
    hosts: new Map([...byHost].map(([key, [first]]) => [key, (first as Route).host])),
    meaningOfHost: new Map(
      [...byHost].map(([key, all]) => [
        key,
        all
          .map((one) => meaning.get(one) ?? "")
          .sort((a, b) => (a < b ? -1 : 1))
          .join("\n\n"),
      ]),
    ),
    meanings: new Set(meaning.values()),
    keys: new Set(routes.map(routeKey)),
    resourceOf: (identity) => routes.find(({ resource }) => identityOf(resource) === identity)?.resource,
    meaningOf: (route) => meaning.get(route) ?? routeMeaning(route),
  };
}

/** The host patterns whose routes differ between the two states. */
export function changedHosts(before: RouteTable, after: RouteTable): HostPattern[] {
  const hosts = new Map([...before.hosts, ...after.hosts]);
  return [...hosts]
    .filter(([key]) => before.meaningOfHost.get(key) !== after.meaningOfHost.get(key))
    .map(([, host]) => host);
}

/** The routes that a host is served by at one entry: its own, else those of the closest wildcard, else the catch-all. */
export function tableFor(table: RouteTable, className: string, host: HostPattern): PathTable | undefined {
  const tables = table.classes.get(className);
  if (!tables) return undefined;
  for (const key of coveringKeys(host)) {
    const found = tables.get(key);
    if (found) return found;
  }
  return undefined;
}

function* coveringKeys(host: HostPattern): Generator<string> {
  yield hostKey(host);
  if (host.kind === "exact" || host.kind === "one-label" || host.kind === "suffix") {
    let rest = host.kind === "exact" ? parentOf(host.name) : host.suffix;
    if (host.kind === "exact" && rest) yield hostKey({ kind: "one-label", suffix: rest });
    // A name has at most 127 labels; a longer one is not worth the walk.
    for (let step = 0; rest && step < 127; step++, rest = parentOf(rest))
      yield hostKey({ kind: "suffix", suffix: rest });
  }
  // A raw port is none of the names that a catch-all stands for.
  if (host.kind !== "port") yield hostKey({ kind: "any" });
}

function parentOf(name: string): string {
  const dot = name.indexOf(".");
  return dot < 0 ? "" : name.slice(dot + 1);
}

function pathTables(routes: readonly Route[]): Map<string, PathTable> {
  return new Map([...grouped(routes, (route) => hostKey(route.host))].map(([key, all]) => [key, pathTable(all)]));
}

function pathTable(all: readonly Route[]): PathTable {
  const rules = all.filter((route) => rankOf(route) > 0);
  return {
    byPath: grouped(rules, (route) => pathKey(route.path)),
    kinds: new Set(rules.map((route) => route.path.kind)),
    lengths: [...new Set(rules.map(({ path }) => (path.kind === "any" ? 0 : path.text.length)))].sort((a, b) => b - a),
    opaque: rules.filter((route) => route.path.kind === "opaque"),
    fallback: all.filter((route) => rankOf(route) === 0),
    hasConditions: all.some(({ conditions }) => conditions.length > 0),
    hasPriorities: all.some(({ priority }) => priority !== 0),
  };
}

/** The path patterns of a table. */
export function pathsOf(table: PathTable | undefined): PathPattern[] {
  return [...(table?.byPath.values() ?? [])].map(([first]) => (first as Route).path);
}
