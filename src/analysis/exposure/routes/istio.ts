import { authorizationScopes } from "../istio/authorization.ts";
import { destinationRuleScope, hopReader } from "../istio/destination-rules.ts";
import { networkingGroup } from "../istio/fields.ts";
import { gatewayScopes, meshScope } from "../istio/gateway-scopes.ts";
import { gatewayReader } from "../istio/gateways.ts";
import { peerAuthenticationScopes } from "../istio/peer-authentication.ts";
import { extensionScopes } from "../istio/proxy-extensions.ts";
import { isDelegate, isMeshOnly } from "../istio/rules.ts";
import { virtualServiceRoutes } from "../istio/virtual-services.ts";
import type { RouteKind } from "../route-kind.ts";

/** Gateway and VirtualService of Istio, with the policies of the mesh that guard what stands behind them. */
export const istio: RouteKind = {
  name: "Istio",
  readRoutes(world) {
    const gateways = world.of(networkingGroup, "Gateway");
    const services = world.of(networkingGroup, "VirtualService").filter((resource) => !isDelegate(resource));
    const { read, named } = gatewayReader(world);
    const istioWorld = { world, hop: hopReader(world), gatewayNamed: named };
    const sets = services.map((resource) => virtualServiceRoutes(resource, istioWorld));
    for (const resource of [...gateways, ...services.filter((_, index) => sets[index]?.problems.length === 0)])
      world.use(resource);
    return {
      routes: sets.flatMap((set) => set.routes),
      scopes: [
        ...gateways.flatMap((resource) => gatewayScopes(read(resource))),
        ...services.filter((one, index) => isMeshOnly(one) || sets[index]?.isMeshToo === true).map(meshScope),
        ...world.of(networkingGroup, "DestinationRule").map((resource) => destinationRuleScope(resource, world)),
        ...peerAuthenticationScopes(world),
        ...authorizationScopes(world),
        ...extensionScopes(world),
      ],
      problems: sets.flatMap((set) => set.problems),
    };
  },
};
