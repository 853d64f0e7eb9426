import { grouped } from "../grouped.ts";
import { classResolver } from "../ingress/ingress-class.ts";
import { ingressGroups } from "../ingress/ingress-groups.ts";
import { ingressClassOf, readIngress } from "../ingress/read-ingress.ts";
import { installationsIn } from "../ingress-nginx/controller-configmap.ts";
import { configMapScope, containerScope } from "../ingress-nginx/controller-scopes.ts";
import { retired } from "../ingress-nginx/known-holes.ts";
import { streamRoutes } from "../ingress-nginx/stream-services.ts";
import type { RouteKind } from "../route-kind.ts";
import type { Scope } from "../scope.ts";
import type { World } from "../world.ts";

/** What the configuration of ingress-nginx itself says for every host that it serves, and the raw ports that it opens. */
export const ingressNginxController: RouteKind = {
  name: "ingress-nginx",
  readRoutes(world) {
    const { configMaps, containers } = installationsIn(world);
    const scopes = [
      ...usedBy(world),
      ...configMaps.map((resource) => configMapScope(resource, world)),
      ...containers.map(containerScope),
    ];
    return { scopes, ...streamRoutes(world) };
  },
};

/** That Ingresses rely on it at all: one scope, so that only the first of a view counts as a decision. */
function usedBy(world: World): Scope[] {
  const resolve = classResolver(world);
  const byClass = grouped(world.all(ingressGroups, "Ingress"), ingressClassOf);
  for (const [resource] of byClass.values()) {
    if (!resource) continue;
    const { ingress } = readIngress(resource);
    if (resolve(ingress).profile.name !== "ingress-nginx") continue;
    const { namespace, name } = resource;
    return [
      {
        key: "ingress-nginx in use",
        label: `Ingress \`${namespace === undefined ? name : `${namespace}/${name}`}\``,
        resource,
        reach: "unknown",
        controls: { endOfLife: [retired] },
        endsQuietly: true,
        annotations: {},
        weigh: () => "none",
        assumptions: [],
        where: () => [{ resource, path: ingress.classField }],
      },
    ];
  }
  return [];
}
