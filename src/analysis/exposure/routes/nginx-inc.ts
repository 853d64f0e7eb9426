import { configMapScope, listenerScopes } from "../nginx-inc/controller-scopes.ts";
import { transportServerRoutes } from "../nginx-inc/transport-servers.ts";
import { virtualServerRoutes } from "../nginx-inc/virtual-servers.ts";
import type { RouteKind } from "../route-kind.ts";

/** VirtualServer, VirtualServerRoute and TransportServer of NGINX's own controller, with its Policies, listeners and ConfigMap. */
export const nginxInc: RouteKind = {
  name: "NGINX VirtualServer",
  readRoutes(world) {
    const { routes, problems } = virtualServerRoutes(world);
    return {
      routes: [...routes, ...transportServerRoutes(world)],
      scopes: [...configMapScope(world), ...listenerScopes(world)],
      problems,
    };
  },
};
