import { authScopes } from "../emissary/auth-services.ts";
import { sharedScopes } from "../emissary/listener-scope.ts";
import { mappingRoutes } from "../emissary/mapping-routes.ts";
import { tcpRoutes } from "../emissary/tcp-mappings.ts";
import type { RouteKind } from "../route-kind.ts";

/** Mapping, TCPMapping, Host, Listener, TLSContext and AuthService of Emissary-ingress (once Ambassador), v2 and v3alpha1. */
export const emissary: RouteKind = {
  name: "Mapping",
  readRoutes(world) {
    return {
      routes: [...mappingRoutes(world), ...tcpRoutes(world)],
      scopes: [...authScopes(world), ...sharedScopes(world)],
      problems: [],
    };
  },
};
