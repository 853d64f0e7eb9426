import { readEnvoyPolicies } from "../envoy-gateway/policies.ts";
import { grouped } from "../grouped.ts";
import { asList, asObject } from "../plain-fields.ts";
import type { Route } from "../route.ts";
import type { RouteProblem, RouteSet } from "../route-kind.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";
import { type Attachments, attachmentReader } from "./attachments.ts";
import { readBackendTls } from "./backend-tls.ts";
import { routeBuilder } from "./build-route.ts";
import type { Claim } from "./claims.ts";
import { policyScopes } from "./detached.ts";
import { doorRoutes } from "./door-routes.ts";
import { type Door, type Doors, readDoors } from "./doors.ts";
import { readForeignPolicies } from "./foreign-policies.ts";
import { gatewayScope } from "./gateway-scope.ts";
import { type Grants, readGrants } from "./grants.ts";
import { listenerScopes } from "./listener-scopes.ts";
import { gatewayGroup, gatewayGroups, qualified, readRef, routeKinds, specOf } from "./names.ts";
import { proxyScopes } from "./proxy-scopes.ts";
import { readFilters } from "./read-filters.ts";
import { type RouteObject, readRouteObject } from "./route-object.ts";

/** Everything that the objects of Gateway API declare in one state. */
export function readGatewayApi(world: World): RouteSet {
  // Redirects and policies depend on what else there is at a Gateway: every route is read, and those that may change are built.
  const objects = routeKinds.flatMap((kind) => world.all(gatewayGroups, kind).map((one) => readRouteObject(one, kind)));
  const concerned = new Set(routeKinds.flatMap((kind) => world.of(gatewayGroups, kind)));
  const doors = readDoors(world);
  const grants = readGrants(world);
  const envoy = readEnvoyPolicies(world);
  const attach = attachmentReader(doors, world);
  const attached = objects.map((object) => ({ object, ...attach(object) }));
  const sources = { world, grants, envoy, backendTls: readBackendTls(world), foreign: readForeignPolicies(world) };
  const build = routeBuilder(sources);
  const { claims, problems } = claimsOf(attached, world);
  const routes: Route[] = [];
  const scopes: Scope[] = [...grants.scopes];
  const used = new Map<string, Door>(doors.all.map((door) => [door.entry.class ?? "", door]));
  const byDoor = grouped(claims, ({ door }) => door);
  for (const [door, ofDoor] of byDoor) {
    used.set(door.entry.class ?? "", door);
    const found = doorRoutes(door, ofDoor, build, ({ object }) => concerned.has(object.resource));
    routes.push(...found.routes);
    scopes.push(...found.scopes);
  }
  for (const door of doors.all) {
    scopes.push(...listenerScopes(door, envoy));
    if (door.gateway) scopes.push(gatewayScope(door, door.gateway, world));
  }
  scopes.push(...policyScopes(world, objects, [...used.values()]), ...proxyScopes(world));
  useGateways(doors, world);
  const refused = [
    ...attached.flatMap((one) => one.problems),
    ...problems,
    ...doors.all.flatMap((one) => keyProblems(one, grants)),
  ];
  return { routes, scopes, problems: [...refused, ...setProblems(doors)] };
}

type Attached = Attachments & { readonly object: RouteObject };

// A route has every match at every listener for every host: three lists whose product a manifest can make as large as it likes.
const mostClaimsOfOne = 20_000;
const mostClaims = 200_000;

function claimsOf(all: readonly Attached[], world: World): { claims: Claim[]; problems: RouteProblem[] } {
  const claims: Claim[] = [];
  const problems: RouteProblem[] = [];
  for (const { object, attachments, foreign } of all) {
    const { resource, rules } = object;
    const size = attachments.length * rules.reduce((sum, { matches }) => sum + matches.length, 0);
    if (size > mostClaimsOfOne || claims.length + size > mostClaims) {
      const text = "its hosts, listeners and matches are too many to be compared";
      problems.push({ resource, text, path: ["spec", "rules"], subject: specOf(resource) });
      continue;
    }
    // The routes of a mesh are not read, and neither is what a route says to it.
    if (foreign.length === 0 && object.parents.length > 0) world.use(resource);
    for (const rule of rules) {
      const filters = readFilters(rule, object, world);
      for (const match of rule.matches)
        for (const attachment of attachments) claims.push({ ...attachment, object, rule, match, filters });
    }
  }
  return { claims, problems };
}

function useGateways(doors: Doors, world: World): void {
  for (const { variants, gatewayClass } of doors.all) {
    for (const variant of variants) world.use(variant);
    if (gatewayClass) world.use(gatewayClass);
  }
  for (const set of doors.sets) if (doors.ofSet(set)) world.use(set);
}

/** Certificates of another namespace that does not permit it: the listener cannot use them. */
function keyProblems(door: Door, grants: Grants): RouteProblem[] {
  return door.listeners.flatMap(({ resource, field, data }) =>
    (asList(asObject(data.tls)?.certificateRefs) ?? []).flatMap((entry, index): RouteProblem[] => {
      const namespace = resource.namespace ?? null;
      const ref = readRef(entry, { group: "", kind: "Secret", namespace });
      const from = { group: gatewayGroup, kind: resource.kind, namespace };
      if (!ref || grants.permits(from, ref) !== false) return [];
      const name = qualified(ref.namespace, ref.name);
      return [
        {
          resource,
          text: `no ReferenceGrant lets a listener use the certificate ${name} of another namespace`,
          path: [...field, "tls", "certificateRefs", index],
          subject: { name },
        },
      ];
    }),
  );
}

/** Sets of listeners that their Gateway does not accept. */
function setProblems(doors: Doors): RouteProblem[] {
  return doors.sets.flatMap((set): RouteProblem[] => {
    const place = doors.ofSet(set);
    if (!place?.refused) return [];
    const name = qualified(place.door.namespace, place.door.name);
    const text = `Gateway ${name} does not accept its listeners`;
    return [{ resource: set, text, path: ["spec", "parentRef"], subject: { gateway: name } }];
  });
}
