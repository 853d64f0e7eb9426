import type { Resource } from "../../../kubernetes/resource.ts";
import { classResolver, type Service } from "../ingress/ingress-class.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { ingressServers } from "../ingress/ingress-servers.ts";
import { readIngress } from "../ingress/read-ingress.ts";
import { serverRoutes } from "../ingress/server-routes.ts";
import type { RouteKind } from "../route-kind.ts";

/** Ingress of extensions/v1beta1, networking.k8s.io/v1beta1 and v1, with the IngressClass objects beside it. */
export const ingress: RouteKind = {
  name: "Ingress",
  readRoutes(resources, controllers) {
    const readings = resources.filter(isIngress).map(readIngress);
    const resolve = classResolver(resources, controllers);
    const services = new Map<IngressObject, Service>(readings.map(({ ingress }) => [ingress, resolve(ingress)]));
    const servers = ingressServers([...services.keys()], (one) => services.get(one) as Service);
    return { routes: servers.flatMap(serverRoutes), problems: readings.flatMap((reading) => reading.problems) };
  },
};

function isIngress(resource: Resource): boolean {
  return resource.kind === "Ingress" && (resource.group === "networking.k8s.io" || resource.group === "extensions");
}
