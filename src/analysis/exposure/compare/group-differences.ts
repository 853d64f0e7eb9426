import { identityOf, type Plain, type PlainObject, type Resource, refOf } from "../../../kubernetes/resource.ts";
import type { ExposureChange, FacetDetail, Target } from "../exposure-change.ts";
import { settingName } from "../field-settings.ts";
import { grouped } from "../grouped.ts";
import { hostKey, showHost } from "../host-pattern.ts";
import { pathKey } from "../path-pattern.ts";
import type { Aspect, Backend, Route } from "../route.ts";
import { stableText } from "../route.ts";
import { isSensitivePath } from "../sensitive-path.ts";
import { type Difference, shownPath, shownRoute, targetOf } from "./difference.ts";
import { causeOfPlaces, placesOf } from "./places.ts";
import { restorationOf } from "./restoration.ts";
import type { RouteTable } from "./route-table.ts";
import { takerOf } from "./taken-hosts.ts";

/** One change per facet, value before, value after and object that causes it, listing the hosts and paths that it affects. */
export function groupDifferences(
  view: string,
  differences: readonly Difference[],
  before: RouteTable,
  after: RouteTable,
): ExposureChange[] {
  const groups = grouped(differences, (difference) =>
    stableText([
      difference.detail as unknown as Plain,
      difference.direction,
      wantsOneValue(difference) ? [difference.shown.before, difference.shown.after] : null,
      identityOfCause(difference, after),
      difference.detail.facet === "migrated" ? hostKey(difference.host) : null,
    ]),
  );
  return [...groups.values()].map((group) => changeOf(view, group, before, after));
}

// New hosts of one object are one change, wherever each of them leads.
function wantsOneValue({ detail }: Difference): boolean {
  return detail.facet !== "host" && detail.facet !== "path";
}

function identityOfCause(difference: Difference, now: RouteTable): string {
  const { detail } = difference;
  const taker = takerOf(difference, now);
  if (taker) return `${identityOf(taker.resource)} ${hostKey(difference.host)}`;
  // Who serves a class is decided in one place for all of its routes.
  const isOwn = detail.facet === "entry" && (detail.from.stated ?? detail.to.stated) !== undefined;
  // And routes that move from one entry to another are one move, whatever objects declare them.
  if (detail.facet === "entry" && !isOwn) return "class";
  // So are hosts that another entry now serves as well.
  if (detail.facet === "host" && detail.elsewhere !== undefined) return `class ${shownRoute(difference).entry.class}`;
  // So is a record that points elsewhere for many names.
  if (detail.facet === "dns") return "names";
  const { host } = difference;
  // A load balancer and an external address of one Service are different ways in.
  const way = host.kind === "port" ? ` ${shownRoute(difference).entry.controller}` : "";
  return identityOf(causeOf(difference)) + way;
}

/** The object whose fields make the difference: of ten routes behind one listener, the listener's Gateway. */
function causeOf(difference: Difference): Resource {
  const { after, facets } = difference;
  const before = difference.before ?? (isSpread(difference) ? difference.formerly : null);
  const own = (after ?? before ?? shownRoute(difference)).resource;
  if (!before || !after) return own;
  const aspects = (route: Route) => facets.flatMap((facet) => route.where(facet)).filter(tells(difference.detail));
  return causeOfPlaces(aspects(before), aspects(after)) ?? own;
}

function changeOf(view: string, group: readonly Difference[], before: RouteTable, after: RouteTable): ExposureChange {
  const first = group[0] as Difference;
  const route = shownRoute(first);
  const taker = takerOf(first, after);
  const targets = targetsOf(group, before, after);
  const sensitive = group.map(targetOf).filter((target) => isSensitivePath(target.path));
  const places = (side: "before" | "after") => {
    const routes = [...new Set(group.flatMap((difference) => difference[side] ?? []))].slice(0, mostRoutes);
    return first.facets.flatMap((facet) => routes.flatMap((one) => one.where(facet))).filter(tells(first.detail));
  };
  const shown = wantsOneValue(first) ? first.shown : listed(group);
  return {
    ...first.detail,
    topic: "exposure",
    view,
    direction: first.direction,
    resource: refOf(taker?.resource ?? causeOf(first)),
    targets,
    sensitive: distinct(sensitive),
    class: route.entry.class,
    entries: { before: first.before?.entry ?? null, after: first.after?.entry ?? null },
    subject: "route",
    namespaces: namespacesOf(group),
    backends: backendsOf(group),
    controller: route.entry.controller,
    assumptions: route.assumptions,
    effect: effectOf(group, route),
    parts: partsOf(group, route),
    before: shown.before,
    after: shown.after,
    because: taker
      ? placesOf([], taker.where("host"))
      : placesOf([...places("before"), ...(isSpread(first) ? formerPlaces(group) : [])], places("after")),
    restoration: () =>
      restorationOf([...places("before"), ...formerPlaces(group)], places("after"), (identity) =>
        before.resourceOf(identity),
      ),
  } as ExposureChange;
}

// The path is what it was, and what is new is the word of another object.
function isSpread({ detail }: Difference): boolean {
  return detail.facet === "path" && detail.how === "mode-spread";
}

function formerPlaces(group: readonly Difference[]): Aspect[] {
  return group
    .slice(0, mostRoutes)
    .flatMap(({ formerly, facets }) => facets.flatMap((facet) => formerly?.where(facet) ?? []));
}

function namespacesOf(group: readonly Difference[]): readonly string[] {
  const routes = group.flatMap(({ before, after }) => [before, after].filter((route) => route !== null));
  const all = routes.flatMap(({ resource, backends }) => [
    resource.namespace,
    ...backends.map(({ namespace }) => namespace),
  ]);
  return [...new Set(all.filter((namespace) => typeof namespace === "string"))].sort();
}

// Hosts that come together may lead to different services.
function backendsOf(group: readonly Difference[]): readonly Backend[] {
  const all = group.slice(0, mostRoutes).flatMap((difference) => shownRoute(difference).backends);
  return [...new Map(all.map((backend) => [JSON.stringify(backend), backend])).values()];
}

// The reasons of so many routes are more than a reader follows.
const mostRoutes = 50;

// Of the annotations of a route only those that the change is about.
function tells(detail: FacetDetail): (aspect: Aspect) => boolean {
  if (detail.facet !== "annotation") return () => true;
  // A setting of another object carries its name: `Middleware shop/odd: spec.plugin`.
  const keys = new Set(detail.changed.flatMap(({ key }) => [key, key.slice(key.indexOf(": ") + 1).trim()]));
  return ({ path, setting }) => keys.has(setting ?? settingName(path));
}

function effectOf(group: readonly Difference[], route: Route): Plain {
  return { ...sharedEffect(group, route), targets: partsOf(group, route).map(({ target }) => target) };
}

// Each target is an effect of its own: one that goes away later asks nobody again.
function partsOf(group: readonly Difference[], route: Route) {
  const shared = sharedEffect(group, route);
  const parts = group.map((difference) => {
    const target: PlainObject = {
      host: hostKey(difference.host),
      path: pathKey(shownPath(difference)),
      ...(shownRoute(difference).conditions.length === 0 ? {} : { conditions: shownRoute(difference).conditions }),
      ...(difference.effect === null ? {} : { with: difference.effect }),
    };
    return { ...shared, target };
  });
  const sorted = [...new Map(parts.map((part) => [stableText(part), part]))].sort(([a], [b]) => (a < b ? -1 : 1));
  return sorted.map(([, part]) => part);
}

function sharedEffect(group: readonly Difference[], route: Route): PlainObject {
  return { ...((group[0] as Difference).detail as unknown as PlainObject), class: route.entry.class };
}

// A host of which every path is affected is named once, without its paths.
function targetsOf(group: readonly Difference[], before: RouteTable, after: RouteTable): Target[] {
  const byHost = grouped(group, (difference) => hostKey(difference.host));
  return [...byHost.values()].flatMap((ofHost): Target[] => {
    const one = ofHost[0] as Difference;
    const table = one.after ? after : before;
    const all = table.classes.get(shownRoute(one).entry.class ?? "")?.get(hostKey(one.host));
    const paths = new Set(ofHost.map((difference) => pathKey(shownPath(difference))));
    const whole = one.detail.facet === "host" || !all || [...all.byPath.keys()].every((path) => paths.has(path));
    const wholePath = one.detail.facet === "path" || one.detail.facet === "shadowed";
    if (one.host.kind === "port") return [{ ...targetOf(one), path: null }];
    return whole && !wholePath ? [{ host: showHost(one.host), path: null }] : distinct(ofHost.map(targetOf));
  });
}

function listed(group: readonly Difference[]): { readonly before: Plain; readonly after: Plain } {
  const list = (side: "before" | "after") => {
    const entries = group.flatMap((difference) => {
      const { host, path } = targetOf(difference);
      const value = difference.shown[side];
      return typeof value === "string" ? [`${host}${path} → ${value}`] : [];
    });
    return entries.length === 0 ? null : [...new Set(entries)];
  };
  return { before: list("before"), after: list("after") };
}

function distinct<T extends Target>(targets: readonly T[]): T[] {
  return [...new Map(targets.map((target) => [`${target.host} ${target.path}`, target])).values()];
}
