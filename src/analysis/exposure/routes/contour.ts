import { contourScopes } from "../contour/other-scopes.ts";
import { proxyRoutes } from "../contour/proxy-routes.ts";
import { contourGroup, isRoot } from "../contour/proxy-tree.ts";
import type { RouteKind } from "../route-kind.ts";

/** HTTPProxy of Contour, with what roots include, and the delegation of certificates. */
export const contour: RouteKind = {
  name: "Contour",
  readRoutes(world) {
    const sets = world
      .of(contourGroup, "HTTPProxy")
      .filter(isRoot)
      .map((root) => proxyRoutes(root, world));
    for (const resource of sets.flatMap(({ members }) => members)) world.use(resource);
    return {
      routes: sets.flatMap(({ routes }) => routes),
      scopes: contourScopes(world),
      problems: sets.flatMap(({ problems }) => problems),
    };
  },
};
