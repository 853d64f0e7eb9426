import { globalPluginScopes } from "../kong/global-scopes.ts";
import { kongStreamRoutes } from "../kong/stream-routes.ts";
import type { RouteKind } from "../route-kind.ts";

/** TCPIngress and UDPIngress of Kong, and the plugins that count for every route. */
export const kong: RouteKind = {
  name: "Kong",
  readRoutes: (world) => ({ routes: kongStreamRoutes(world), scopes: globalPluginScopes(world), problems: [] }),
};
