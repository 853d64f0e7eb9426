import { haproxyIngressScopes } from "../haproxy-ingress/controller-scope.ts";
import { haproxyTechScopes } from "../haproxy-tech/controller-scope.ts";
import type { RouteKind } from "../route-kind.ts";

/** The ConfigMaps of the two HAProxy controllers, for what they say to every host. */
export const haproxy: RouteKind = {
  name: "HAProxy ConfigMap",
  readRoutes: (world) => ({
    routes: [],
    scopes: [...haproxyTechScopes(world), ...haproxyIngressScopes(world)],
    problems: [],
  }),
};
