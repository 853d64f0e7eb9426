import type { ControllerProfile } from "../controller-profile.ts";
import { nginxAnnotations, nginxHostWide, nginxPrefix, weighNginxAnnotation } from "../ingress-nginx/annotations.ts";
import { classNameOf, nginxDefaults } from "../ingress-nginx/controller-configmap.ts";
import { nginxCanaryControls } from "../ingress-nginx/more-controls.ts";
import { nginxAliases, nginxCanary } from "../ingress-nginx/server-names.ts";
import { nginxServer } from "../ingress-nginx/server-reading.ts";

/** The Kubernetes project's controller (retired in March 2026), as of v1.15, with the ConfigMap that the repository has for it. */
export const ingressNginx: ControllerProfile = {
  name: "ingress-nginx",
  classNames: ["nginx", "ingress-nginx", "nginx-internal", "nginx-external", "internal-nginx", "external-nginx"],
  controllerNames: ["k8s.io/ingress-nginx", "ingress-nginx", `${nginxPrefix}controller`],
  assumptions: [],
  annotations: nginxAnnotations,
  hostWide: nginxHostWide,
  defaultBackendReach: "own-hosts",
  weigh: weighNginxAnnotation,
  aliases: nginxAliases,
  isCanary: nginxCanary,
  server: (host, ingresses, world) =>
    nginxServer(host, ingresses, {
      invalid: "refuse",
      defaults: nginxDefaults(world, classNameOf(ingresses, world)),
      world,
    }),
  canaryControls: nginxCanaryControls,
};
