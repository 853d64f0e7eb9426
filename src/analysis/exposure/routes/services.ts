import type { RouteKind, RouteProblem } from "../route-kind.ts";
import { eventListenerGroups, serviceOfListener } from "../services/event-listener.ts";
import { externalNameScope } from "../services/external-name-scope.ts";
import { readService, type ServiceObject } from "../services/service-object.ts";
import { hasTooManyDoors, serviceRoutes } from "../services/service-routes.ts";

/**
 * Ports of Services that leave the cluster: NodePort, LoadBalancer and external addresses, and the names outside that Services of
 * type ExternalName stand for. EventListeners of Tekton ask for such Services. A Service of type ClusterIP is no door by itself.
 */
export const services: RouteKind = {
  name: "Service",
  readRoutes(world) {
    const listeners = eventListenerGroups.flatMap((group) => world.of(group, "EventListener"));
    // What else they hold triggers runs, and opens nothing.
    for (const listener of listeners) world.use(listener);
    const readings = [...world.of("", "Service"), ...listeners.map(serviceOfListener)].map(readService);
    const routes = readings.flatMap(({ service }) => serviceRoutes(service));
    const scopes = readings.flatMap(({ service }) =>
      service.type === "ExternalName" ? [externalNameScope(service)] : [],
    );
    const crowded = readings.flatMap(({ service }) => (hasTooManyDoors(service) ? [tooManyDoors(service)] : []));
    const problems = [...readings.flatMap((reading) => reading.problems), ...crowded];
    for (const { resource } of [...routes, ...scopes, ...problems]) world.use(resource);
    return { routes, scopes, problems };
  },
};

function tooManyDoors({ resource, spec }: ServiceObject): RouteProblem {
  const text = "its ports are open at too many addresses to be compared";
  return { resource, text, path: ["spec", "externalIPs"], subject: spec };
}
