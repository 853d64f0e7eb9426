import type { Resource } from "../../../kubernetes/resource.ts";
import { classResolver, type Service } from "../ingress/ingress-class.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { ingressServers } from "../ingress/ingress-servers.ts";
import { readIngress } from "../ingress/read-ingress.ts";
import { serverRoutes } from "../ingress/server-routes.ts";
import type { RouteKind, RouteProblem } from "../route-kind.ts";

/** Ingress of extensions/v1beta1, networking.k8s.io/v1beta1 and v1, with the IngressClass objects beside it. */
export const ingress: RouteKind = {
  name: "Ingress",
  readRoutes(resources, controllers) {
    const readings = resources.filter(isIngress).map(readIngress);
    const resolve = classResolver(resources, controllers);
    const services = new Map<IngressObject, Service>(readings.map(({ ingress }) => [ingress, resolve(ingress)]));
    const { servers, unread } = ingressServers([...services.keys()], (one) => services.get(one) as Service);
    const problems = [...readings.flatMap((reading) => reading.problems), ...[...unread].map(tooManyAliases)];
    return { routes: servers.flatMap(serverRoutes), problems };
  },
};

function tooManyAliases({ resource }: IngressObject): RouteProblem {
  const path = ["metadata", "annotations"];
  const subject = { annotations: { ...resource.annotations } };
  return { resource, text: "the aliases of its hosts are too many to be compared", path, subject };
}

function isIngress(resource: Resource): boolean {
  return resource.kind === "Ingress" && (resource.group === "networking.k8s.io" || resource.group === "extensions");
}
