import { identityOf, type Plain } from "../../kubernetes/resource.ts";
import { grouped } from "../exposure/grouped.ts";
import { showHost } from "../exposure/host-pattern.ts";
import { showPath } from "../exposure/path-pattern.ts";
import { plainHttpCondition, type Reach, type Route } from "../exposure/route.ts";
import { backendReader } from "./backends.ts";
import {
  type ExposureRow,
  objectName,
  type Place,
  type Protection,
  placeOf,
  type ServedPath,
} from "./inventory-row.ts";
import { type InventoryView, statedNamespaces } from "./inventory-view.ts";
import { protectionOf } from "./protection.ts";

/** Every way in that the view declares: a row for each host of an object, and each set of protections that it is served with. */
export function exposureRows(view: InventoryView): readonly ExposureRow[] {
  const read = backendReader(view);
  const groups = grouped(view.exposure.routes, groupKey);
  return [...groups.values()].flatMap((routes) => {
    const [first] = routes;
    return first ? [rowOf(first, pathsOf(routes, read), routes, view)] : [];
  });
}

function groupKey({ resource, entry, host, conditions, via, controls }: Route): string {
  return JSON.stringify([identityOf(resource), resource.file, entry, host, conditions, via, controls]);
}

function pathsOf(routes: readonly Route[], read: ReturnType<typeof backendReader>): readonly ServedPath[] {
  const paths = routes.map((route) => ({
    path: pathText(route),
    backends: route.backends.map((backend) => read(backend, route)),
  }));
  const distinct = new Map(paths.map((path) => [JSON.stringify(path), path]));
  return [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

function pathText({ path }: Route): string {
  return path.kind === "exact" ? `${showPath(path)} (exactly)` : showPath(path);
}

function rowOf(first: Route, paths: readonly ServedPath[], routes: readonly Route[], view: InventoryView): ExposureRow {
  const { resource, entry, host, conditions } = first;
  const protection = protectionOf(first);
  const shown = showHost(host);
  const namespaces = routes.flatMap(({ backends }) => backends.flatMap(({ namespace }) => namespace ?? []));
  const hosts = host.kind === "port" ? [] : [shown];
  return {
    section: "exposure",
    views: [view.name],
    host: shown,
    pattern: host.kind,
    entry,
    conditions,
    paths,
    protection,
    assumptions: [...new Set(routes.flatMap(({ assumptions }) => assumptions))],
    object: objectName(resource),
    place: hostPlace(first),
    also: [],
    touches: view.touchesOf([...statedNamespaces(resource), ...namespaces], hosts),
    identity: [shown, entry.class, [...conditions], first.via, identityOf(resource), pathKeys(paths)],
    rank: [reachRank[entry.reach], ...protectionRank(protection, conditions)],
  };
}

/** Rows of one host and object differ in their protections: what keeps them apart is the first path of each. */
function pathKeys(paths: readonly ServedPath[]): Plain {
  return paths.map(({ path }) => path).sort()[0] ?? "";
}

function hostPlace(route: Route): Place {
  const aspect = route.where("host").find(({ resource }) => resource === route.resource);
  return placeOf(route.resource, aspect?.path ?? []);
}

const reachRank: Readonly<Record<Reach, number>> = {
  internet: 0,
  unknown: 1,
  node: 2,
  "private-network": 3,
  cluster: 4,
};

function protectionRank(
  { tls, authentication, sources }: Protection,
  conditions: readonly string[],
): readonly number[] {
  const isPlain = conditions.includes(plainHttpCondition) || tls === "no";
  const tlsRank = isPlain ? 0 : { no: 0, "n/a": 1, unknown: 2, "default-certificate": 3, passthrough: 4, yes: 4 }[tls];
  const authRank = { none: 0, "n/a": 0, optional: 1, unknown: 2, required: 3 }[authentication];
  return [tlsRank, authRank, sources === "limited" ? 1 : 0];
}
