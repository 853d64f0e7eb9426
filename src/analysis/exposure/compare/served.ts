import { identityOf, type PlainObject } from "../../../kubernetes/resource.ts";
import type { PathChange } from "../exposure-change.ts";
import { hostKey, showHost } from "../host-pattern.ts";
import { pathContained, pathKey } from "../path-pattern.ts";
import { type Backend, type Route, rankOf } from "../route.ts";
import type { Difference } from "./difference.ts";
import { namesHost, type Pair } from "./pairs.ts";
import type { PathTable } from "./route-table.ts";

/** Requests that were not answered and are now, or the reverse, or that only a wider host pattern answered. */
export function servedDifference(
  pair: Pair,
  others: { before: PathTable | undefined; after: PathTable | undefined },
  now = pair.after !== null && (pair.before === null || namesHost(pair.after, pair.host)),
): Difference {
  const route = (now ? pair.after : pair.before) as Route;
  const wholeHost = pair.before && pair.after ? true : now ? !pair.hostBefore : !pair.hostAfter;
  const shared = { host: pair.host, before: now ? null : route, after: now ? route : null };
  const value = showBackends(route.backends);
  const grown = wholeHost ? undefined : pathChange(route, now ? others.before : others.after, now);
  return {
    ...shared,
    ...(now && grown?.other ? { formerly: grown.other } : {}),
    direction: now ? "widened" : "narrowed",
    detail: !grown
      ? {
          facet: "host",
          served: now ? "now" : "no longer",
          pattern: pair.host.kind,
          via: route.via,
          coveredBy: coveringHost(pair, now),
          tls: route.controls.tls !== "none",
          ...(pair.elsewhere === undefined ? {} : { elsewhere: pair.elsewhere }),
        }
      : { facet: "path", how: grown.how },
    shown: now ? { before: null, after: value } : { before: value, after: null },
    // What is approved is the new route with the protections that it has.
    effect: {
      backends: route.backends,
      controls: route.controls as PlainObject,
      fallback: rankOf(route) === 0,
      settings: Object.fromEntries(
        Object.entries(route.annotations).filter(([key]) => route.weigh(key) === "protective"),
      ),
    },
    facets: wholeHost ? ["host", "path"] : ["path", "host"],
  };
}

function showBackends(backends: readonly Backend[]): string {
  return backends.map((backend) => showBackend(backend)).join(", ");
}

/** Two lists to tell apart: with namespaces where these differ. */
export function showBothBackends(from: readonly Backend[], to: readonly Backend[]) {
  const oneNamespace = new Set([...from, ...to].map(({ namespace }) => namespace)).size < 2;
  const show = (backends: readonly Backend[]) =>
    backends.map((backend) => showBackend(backend, !oneNamespace)).join(", ");
  return { from: show(from), to: show(to) };
}

function showBackend({ kind, namespace, name, port }: Backend, qualified = false): string {
  const place = qualified && namespace !== null ? `${namespace}/` : "";
  return `${kind === "Service" || kind === "" ? "" : `${kind} `}${place}${name}${port === "" ? "" : `:${port}`}`;
}

function coveringHost(pair: Pair, now: boolean): string | null {
  const wider = now ? pair.before : pair.after;
  return wider && hostKey(wider.host) !== hostKey(pair.host) ? showHost(wider.host) : null;
}

// A route for the same service with fewer paths on the other side says that the path grew, not that another one came.
function pathChange(
  route: Route,
  others: PathTable | undefined,
  now: boolean,
): { readonly how: PathChange; readonly other?: Route } {
  const sameRequests = (others?.byPath.get(pathKey(route.path)) ?? []).filter((other) => sameBackends(other, route));
  const asksMore = (other: Route) =>
    other.conditions.length > route.conditions.length &&
    route.conditions.every((one) => other.conditions.includes(one));
  const asking = sameRequests.find(asksMore);
  if (asking) return { how: now ? "condition-removed" : "condition-added", other: asking };
  const smaller: Route[] = [];
  for (const routes of others?.byPath.values() ?? [])
    for (const other of routes)
      if (pathContained(other.path, route.path) === true && sameBackends(other, route) && sameConditions(other, route))
        smaller.push(other);
  const [first] = smaller;
  if (!first) return { how: now ? "added" : "removed" };
  const sameText = smaller.find(
    (other) =>
      other.path.kind !== "any" &&
      route.path.kind !== "any" &&
      other.path.text.toLowerCase() === route.path.text.toLowerCase(),
  );
  if (sameText && now && isReadByOthers(route)) return { how: "mode-spread", other: sameText };
  if (sameText) return { how: now ? "type-loosened" : "type-tightened", other: sameText };
  return { how: now ? "widened" : "narrowed", other: first };
}

/** Whether the word of another object of the host is why a path is an expression, and none of its own. */
export function isReadByOthers(route: Route): boolean {
  if (!["caseless", "opaque", "characters"].includes(route.path.kind)) return false;
  const words = route.where("path").filter(({ path }) => path[0] === "metadata");
  return words.length > 0 && words.every(({ resource }) => identityOf(resource) !== identityOf(route.resource));
}

function sameConditions(a: Route, b: Route): boolean {
  return a.conditions.join("\n") === b.conditions.join("\n");
}

/** Whether both lead to the same services. A missing namespace may be any: the applier fills it in. */
export function sameBackends(a: Route, b: Route): boolean {
  return (
    a.backends.length === b.backends.length &&
    a.backends.every((one, index) => {
      const other = b.backends[index];
      if (!other) return false;
      const open = one.namespace === null || other.namespace === null;
      return JSON.stringify(open ? { ...one, namespace: other.namespace } : one) === JSON.stringify(other);
    })
  );
}
