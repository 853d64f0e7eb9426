import type { ControllerProfile } from "../controller-profile.ts";
import {
  haproxyIngressAnnotations,
  haproxyIngressHostWide,
  weighHaproxyIngress,
} from "../haproxy-ingress/annotations.ts";
import {
  haproxyIngressAliases,
  haproxyIngressConditions,
  haproxyIngressServer,
} from "../haproxy-ingress/profile-reading.ts";

/** The community's haproxy-ingress, as of v0.14 and later. The class `haproxy` alone may also mean HAProxy Technologies' controller. */
export const haproxyIngress: ControllerProfile = {
  name: "haproxy-ingress",
  classNames: ["haproxy-ingress"],
  controllerNames: ["haproxy-ingress", "haproxy-ingress.github.io/controller"],
  assumptions: [
    "haproxy-ingress is of v0.14 or later, and what its ConfigMap does not say in the repository has its default",
  ],
  annotations: haproxyIngressAnnotations,
  hostWide: haproxyIngressHostWide,
  defaultBackendReach: "every-host",
  weigh: weighHaproxyIngress,
  aliases: haproxyIngressAliases,
  isCanary: () => false,
  conditionsOf: haproxyIngressConditions,
  server: haproxyIngressServer,
};
