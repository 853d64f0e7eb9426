import { readGatewayApi } from "../gateway-api/read-gateway-api.ts";
import type { RouteKind } from "../route-kind.ts";

/**
 * Gateway API as of v1.6 in every served version, with ListenerSets, ReferenceGrants and BackendTLSPolicies, and the policies of
 * Envoy Gateway that attach to it.
 */
export const gatewayApi: RouteKind = {
  name: "Gateway API",
  readRoutes: readGatewayApi,
};
