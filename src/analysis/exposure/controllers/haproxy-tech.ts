import type { ControllerProfile } from "../controller-profile.ts";
import { haproxyTechAnnotations, weighHaproxyTech } from "../haproxy-tech/annotations.ts";
import { haproxyTechServer } from "../haproxy-tech/profile-reading.ts";

/** HAProxy Technologies' Kubernetes Ingress Controller, as of v3.2. The class `haproxy` alone may also mean haproxy-ingress. */
export const haproxyTech: ControllerProfile = {
  name: "haproxytech",
  classNames: ["haproxytech", "haproxy-tech"],
  controllerNames: ["haproxytech", "haproxy.org/ingress-controller/haproxy", "haproxy.org/ingress-controller"],
  assumptions: ["what the controller's ConfigMap does not say in the repository has its default"],
  annotations: haproxyTechAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighHaproxyTech,
  aliases: () => [],
  isCanary: () => false,
  server: haproxyTechServer,
};
