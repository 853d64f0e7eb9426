import type { RouteKind } from "../route-kind.ts";
import { httpRoutes } from "../traefik/http-routes.ts";
import { traefikGroups } from "../traefik/objects.ts";
import { readRouters } from "../traefik/router.ts";
import { tcpRoutes } from "../traefik/tcp-routes.ts";
import { udpRoutes } from "../traefik/udp-routes.ts";

/** IngressRoute, IngressRouteTCP and IngressRouteUDP, with the Middlewares, TLSOptions and TraefikServices that they name. */
export const traefik: RouteKind = {
  name: "Traefik",
  readRoutes(world) {
    const http = world.of(traefikGroups, "IngressRoute").map((one) => readRouters(world, one, "Middleware"));
    const tcp = world.of(traefikGroups, "IngressRouteTCP").map((one) => readRouters(world, one, "MiddlewareTCP"));
    return {
      routes: [
        ...httpRoutes(
          world,
          http.flatMap(({ routers }) => routers),
        ),
        ...tcp.flatMap(({ routers }) => routers.flatMap((router) => tcpRoutes(world, router))),
        ...world.of(traefikGroups, "IngressRouteUDP").flatMap((one) => udpRoutes(world, one)),
      ],
      problems: [...http, ...tcp].flatMap(({ problems }) => problems),
    };
  },
};
