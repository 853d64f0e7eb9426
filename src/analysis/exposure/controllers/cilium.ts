import { ciliumAnnotations, weighCiliumAnnotation } from "../cilium/annotations.ts";
import { ciliumReach, isReachOnly } from "../cilium/entry-reach.ts";
import { ciliumServer } from "../cilium/server-reading.ts";
import type { ControllerProfile } from "../controller-profile.ts";

/** The Ingress support of Cilium, with its own Envoy. */
export const cilium: ControllerProfile = {
  name: "cilium",
  classNames: ["cilium"],
  controllerNames: ["cilium.io/ingress-controller"],
  assumptions: ["the operator of Cilium enforces HTTPS and gives every Ingress a load balancer of its own"],
  annotations: ciliumAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighCiliumAnnotation,
  aliases: () => [],
  isCanary: () => false,
  interprets: isReachOnly,
  reachOf: ciliumReach,
  server: (host, ingresses) => ciliumServer(host, ingresses),
};
