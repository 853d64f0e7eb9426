import type { Resource } from "../../../kubernetes/resource.ts";
import { asObject, asText, fieldAt } from "../plain-fields.ts";
import type { Route } from "../route.ts";
import type { RouteProblem } from "../route-kind.ts";
import type { World } from "../world.ts";
import { nginxGroup, type PolicyReference } from "./read-policies.ts";
import { serverOf } from "./virtual-server.ts";
import { type Item, itemsAt, policyReferencesAt } from "./virtual-server-fields.ts";
import { missingRoute, type RouteOwner, routesOf } from "./virtual-server-routes.ts";

// Selectors multiply routes: a few hundred kilobytes of text could ask for millions.
const mostRoutes = 50_000;
const tooMany = "it delegates to more routes than can be compared";

/** The routes of every VirtualServer, with those of the VirtualServerRoutes that they delegate to. */
export function virtualServerRoutes(world: World) {
  const routes: Route[] = [];
  const problems: RouteProblem[] = [];
  for (const resource of world.of(nginxGroup, "VirtualServer")) {
    const server = serverOf(resource, world);
    for (const item of itemsAt(resource, ["spec", "routes"])) {
      const delegates = delegatesOf(resource, item, world);
      const policies = policyReferencesAt(resource, [...item.path, "policies"]);
      if (!delegates) routes.push(...routesOf({ resource, item, policies }, server, world));
      else if (delegates.length === 0) routes.push(missingRoute({ resource, item, policies }, server, world));
      else if (routes.length + delegates.length > mostRoutes)
        problems.push({ resource, text: tooMany, path: item.path, subject: item.value });
      else
        for (const delegate of delegates)
          routes.push(...delegated(delegate, { resource, item, policies }, server, world));
    }
    if (asObject(resource.data.spec)) world.use(resource);
    else problems.push({ resource, text: "it has no spec", path: ["spec"], subject: {} });
  }
  return { routes, problems };
}

/** The VirtualServerRoutes that a route names or selects; undefined where it decides itself. */
function delegatesOf(resource: Resource, { value }: Item, world: World): readonly Resource[] | undefined {
  const named = asText(value.route);
  if (named !== undefined) {
    const [, namespace = resource.namespace, name = named] = /^(?:([^/]+)\/)?(.+)$/.exec(named) ?? [];
    const found = world.find(nginxGroup, "VirtualServerRoute", namespace, name);
    return found ? [found] : [];
  }
  const labels = asObject(asObject(value.routeSelector)?.matchLabels);
  if (!labels) return undefined;
  const wanted = Object.entries(labels);
  return world
    .of(nginxGroup, "VirtualServerRoute")
    .filter((one) => wanted.every(([key, text]) => Object.hasOwn(one.labels, key) && one.labels[key] === text));
}

function delegated(delegate: Resource, by: RouteOwner, server: ReturnType<typeof serverOf>, world: World): Route[] {
  const host = asText(fieldAt(delegate.data, ["spec", "host"]));
  // A route for another host, or for paths outside of the one that is delegated, is refused.
  if (host !== asText(fieldAt(server.resource.data, ["spec", "host"]))) return [];
  const prefix = asText(by.item.value.path) ?? "";
  const routes = itemsAt(delegate, ["spec", "subroutes"]).flatMap((item) => {
    const path = asText(item.value.path) ?? "";
    if (!path.replace(/^=/, "").startsWith(prefix.replace(/^=/, ""))) return [];
    const own = policyReferencesAt(delegate, [...item.path, "policies"]);
    // Policies of the route that delegates count where the subroute names none.
    const policies: readonly PolicyReference[] = own.length > 0 ? own : by.policies;
    return routesOf({ resource: delegate, item, policies, by }, server, world);
  });
  world.use(delegate);
  return routes;
}
