import { withClassParameters } from "../ingress/class-parameters.ts";
import { classResolver, type Service } from "../ingress/ingress-class.ts";
import { ingressGroups } from "../ingress/ingress-groups.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { ingressServers } from "../ingress/ingress-servers.ts";
import { readIngress } from "../ingress/read-ingress.ts";
import { serverRoutes } from "../ingress/server-routes.ts";
import type { RouteKind, RouteProblem } from "../route-kind.ts";

/** Ingress of extensions/v1beta1, networking.k8s.io/v1beta1 and v1, with the IngressClass objects beside it. */
export const ingress: RouteKind = {
  name: "Ingress",
  readRoutes(world) {
    const readings = world.of(ingressGroups, "Ingress").map(readIngress);
    const resolve = classResolver(world);
    const services = new Map<IngressObject, Service>(readings.map(({ ingress }) => [ingress, resolve(ingress)]));
    const { servers, unread } = ingressServers([...services.keys()], (one) => services.get(one) as Service);
    const problems = [...readings.flatMap((reading) => reading.problems), ...[...unread].map(tooManyAliases)];
    for (const { ingress } of readings) world.use(ingress.resource);
    const routes = servers.flatMap((server) =>
      withClassParameters(server.service.classResource, serverRoutes(server, world)),
    );
    return { routes, problems };
  },
};

function tooManyAliases({ resource }: IngressObject): RouteProblem {
  const path = ["metadata", "annotations"];
  const subject = { annotations: { ...resource.annotations } };
  return { resource, text: "the aliases of its hosts are too many to be compared", path, subject };
}
