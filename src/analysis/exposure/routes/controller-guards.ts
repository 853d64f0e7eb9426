import { guardScopes } from "../controller-guards/guard-scopes.ts";
import type { RouteKind } from "../route-kind.ts";

/** Guards that whoever runs a controller switches off for everybody who may write a route. */
export const controllerGuards: RouteKind = {
  name: "guards of controllers",
  readRoutes: (world) => ({ routes: [], scopes: guardScopes(world), problems: [] }),
};
