import { type HostPattern, hostKey } from "../host-pattern.ts";
import type { Route } from "../route.ts";
import { type PathTable, type RouteTable, tableFor } from "./route-table.ts";

/** What answers a host at one entry, before and after. */
export interface Tables {
  readonly before: PathTable | undefined;
  readonly after: PathTable | undefined;
}

/**
 * The entries that can tell something about a host: those where its routes differ, and those where another kind of object names
 * it and stays, which requests may have come from. A host may be answered at hundreds of others that are what they were.
 */
export function tellingTables(
  host: HostPattern,
  classes: readonly string[],
  before: RouteTable,
  after: RouteTable,
): { readonly differing: readonly Tables[]; readonly standing: readonly Tables[] } {
  const all = classes.map((name) => ({ before: tableFor(before, name, host), after: tableFor(after, name, host) }));
  const routes = new Map(all.map((tables) => [tables, differingRoutes(tables, before, after)]));
  const kinds = new Set([...routes.values()].flat().map(({ resource }) => resource.kind));
  const isDiffering = (tables: Tables) => (routes.get(tables) ?? []).length > 0;
  return {
    differing: all.filter(isDiffering),
    standing: host.kind === "any" ? [] : all.filter((tables) => !isDiffering(tables) && namesOther(tables, kinds)),
  };
}

function differingRoutes(tables: Tables, before: RouteTable, after: RouteTable): readonly Route[] {
  if (tables.before === tables.after) return [];
  const [was, is] = [routesOf(tables.before), routesOf(tables.after)];
  const [meant, means] = [meaningsOf(was, before), meaningsOf(is, after)];
  return [
    ...was.filter((route) => !means.has(before.meaningOf(route))),
    ...is.filter((route) => !meant.has(after.meaningOf(route))),
  ];
}

function meaningsOf(routes: readonly Route[], table: RouteTable): ReadonlySet<string> {
  return new Set(routes.map((route) => table.meaningOf(route)));
}

// Whatever answers any host has not been asked for this one.
function namesOther({ before }: Tables, kinds: ReadonlySet<string>): boolean {
  return [...kinds].some((kind) =>
    routesOf(before).some(({ host, resource }) => hostKey(host) !== anyHost && resource.kind !== kind),
  );
}

const anyHost = hostKey({ kind: "any" });

function routesOf(table: PathTable | undefined): readonly Route[] {
  return table ? [...[...table.byPath.values()].flat(), ...table.fallback] : [];
}
