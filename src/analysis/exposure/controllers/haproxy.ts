import type { ControllerProfile } from "../controller-profile.ts";
import { haproxyIngressHostWide } from "../haproxy-ingress/annotations.ts";
import { eitherHaproxy, eitherHaproxyAnnotations, weighEitherHaproxy } from "../haproxy-ingress/either-haproxy.ts";
import { haproxyIngressAliases, haproxyIngressConditions } from "../haproxy-ingress/profile-reading.ts";

/** The class `haproxy` without an IngressClass or a word of the policy: two controllers go by that name. */
export const haproxy: ControllerProfile = {
  name: "haproxy",
  classNames: ["haproxy"],
  controllerNames: [],
  assumptions: [
    "the class `haproxy` is HAProxy Technologies' controller where an Ingress of the host has annotations of `haproxy.org/`, and haproxy-ingress where one has those of `haproxy-ingress.github.io/`",
  ],
  annotations: eitherHaproxyAnnotations,
  hostWide: haproxyIngressHostWide,
  defaultBackendReach: "every-host",
  weigh: weighEitherHaproxy,
  aliases: haproxyIngressAliases,
  isCanary: () => false,
  conditionsOf: haproxyIngressConditions,
  server: eitherHaproxy,
};
