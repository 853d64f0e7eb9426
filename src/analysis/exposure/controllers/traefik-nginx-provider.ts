import type { ControllerProfile } from "../controller-profile.ts";
import { nginxAnnotations, nginxHostWide, weighNginxAnnotation } from "../ingress-nginx/annotations.ts";
import { nginxAliases, nginxCanary } from "../ingress-nginx/server-names.ts";
import { traefikNginxServer } from "../traefik/nginx-provider.ts";

/**
 * Traefik's provider for Ingresses that were written for ingress-nginx. The objects stay as they are, and what it does not
 * support is without effect. Its class is that of ingress-nginx, so only a policy can say that it is there.
 */
export const traefikNginxProvider: ControllerProfile = {
  name: "traefik-ingress-nginx",
  classNames: [],
  controllerNames: ["traefik-ingress-nginx-provider", "traefik-nginx-provider"],
  assumptions: ["Traefik's provider for annotations of ingress-nginx supports what it does as of Traefik 3.7"],
  annotations: nginxAnnotations,
  hostWide: nginxHostWide,
  defaultBackendReach: "own-hosts",
  weigh: weighNginxAnnotation,
  aliases: nginxAliases,
  isCanary: nginxCanary,
  server: traefikNginxServer,
};
