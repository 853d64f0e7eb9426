import type { View } from "../../kubernetes/desired-state.ts";
import { identityOf, type Plain, type Resource, refOf } from "../../kubernetes/resource.ts";
import { affectedResources } from "./affected-resources.ts";
import type { Difference } from "./compare/difference.ts";
import { groupDifferences } from "./compare/group-differences.ts";
import { type Clash, namesHost, pairsOf } from "./compare/pairs.ts";
import { repointedServices } from "./compare/repointed-services.ts";
import { routeDifferences } from "./compare/route-differences.ts";
import { changedHosts, routeTable } from "./compare/route-table.ts";
import { scopeDifferences } from "./compare/scope-differences.ts";
import type { ExposureChange } from "./exposure-change.ts";
import { type ExposureOptions, readExposure } from "./exposure-state.ts";
import { impliedControllers } from "./ingress/implied-controllers.ts";
import { stableText } from "./route.ts";
import type { RouteProblem } from "./route-kind.ts";

/**
 * How the answers to requests differ between the two states of a view: who is reachable, where requests go, and which
 * protections stand in between. Only hosts whose routes differ are looked at.
 */
export function exposureChanges(view: View, options: ExposureOptions): readonly ExposureChange[] {
  return compareExposure(view, options).changes;
}

/** The same, with the objects of both states that the comparison understood in full. */
export function compareExposure(view: View, options: ExposureOptions) {
  const affected = affectedResources(view);
  const implied = impliedControllers([...view.before, ...view.after]);
  const was = readExposure(affected.before, options, { everything: view.before, implied });
  const is = readExposure(affected.after, options, { everything: view.after, implied });
  const [before, after] = [routeTable(was.routes), routeTable(is.routes)];
  const differences = changedHosts(before, after).flatMap((host) => {
    const { pairs, clashes } = pairsOf(host, before, after);
    return [
      ...pairs.flatMap((pair) => routeDifferences(pair, before, after)),
      ...clashes.filter(isTelling).map(clashDifference),
    ];
  });
  const ofRoutes = groupDifferences(view.name, [...differences, ...repointedServices(was, is)], before, after);
  const changes = [
    ...ofRoutes,
    ...scopeDifferences(view.name, was.scopes, is.scopes, ofRoutes),
    ...problemChanges(view.name, was.problems, is.problems),
  ];
  return { changes, understood: (resource: Resource) => was.world.isUsed(resource) || is.world.isUsed(resource) };
}

// Objects that answer any host are reported one by one, and a clash on a wider host is told for that host.
function isTelling({ host, route }: Clash): boolean {
  return host.kind !== "any" && namesHost(route, host);
}

function clashDifference({ host, state, route, other }: Clash): Difference {
  const names = [route, other].map(({ resource }) => `${resource.namespace ?? ""}/${resource.name}`).sort();
  const shown = state === "now" ? { before: null, after: names } : { before: names, after: null };
  return {
    detail: { facet: "duplicate", state },
    direction: state === "now" ? "unknown" : "neutral",
    host,
    before: state === "now" ? null : route,
    after: state === "now" ? route : null,
    shown,
    effect: null,
    facets: ["path", "host"],
  };
}

// A manifest that was wrong in the same way before is no change; any change of a wrong one has an unknown effect.
function problemChanges(
  view: string,
  before: readonly RouteProblem[],
  after: readonly RouteProblem[],
): ExposureChange[] {
  const known = new Set(before.map(problemKey));
  return after
    .filter((problem) => !known.has(problemKey(problem)))
    .map(({ resource, text, path, subject }) => ({
      topic: "exposure",
      facet: "problem",
      text,
      view,
      direction: "unknown",
      resource: refOf(resource),
      targets: [],
      sensitive: [],
      class: null,
      entries: { before: null, after: null },
      subject: "scope",
      namespaces: [],
      backends: [],
      controller: "",
      assumptions: [],
      effect: { facet: "problem", object: identityOf(resource), text, subject } satisfies Plain,
      before: null,
      after: text,
      because: [resource.locate(path)],
      restoration: () => undefined,
    }));
}

function problemKey({ resource, text, subject }: RouteProblem): string {
  return `${identityOf(resource)}\n${text}\n${stableText(subject)}`;
}
