import { installationsIn } from "../ingress-nginx/controller-configmap.ts";
import { configMapScope, containerScope } from "../ingress-nginx/controller-scopes.ts";
import { streamRoutes } from "../ingress-nginx/stream-services.ts";
import type { RouteKind } from "../route-kind.ts";

/** What the configuration of ingress-nginx itself says for every host that it serves, and the raw ports that it opens. */
export const ingressNginxController: RouteKind = {
  name: "ingress-nginx",
  readRoutes(world) {
    const { configMaps, containers } = installationsIn(world);
    const scopes = [
      ...configMaps.map((resource) => configMapScope(resource, world)),
      ...containers.map(containerScope),
    ];
    return { scopes, ...streamRoutes(world) };
  },
};
