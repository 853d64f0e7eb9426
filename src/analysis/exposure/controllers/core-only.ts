import { weighAnnotation } from "../annotation-weight.ts";
import type { ControllerProfile } from "../controller-profile.ts";
import { tlsCoverage } from "../ingress/tls-coverage.ts";
import { pathPattern } from "../path-pattern.ts";

/**
 * Controllers that are known not to be ingress-nginx. Only the fields of the Ingress API are interpreted:
 * what their annotations protect is unknown, so that every change of one is a question.
 */
export const coreOnly: ControllerProfile = {
  name: "core-only",
  classNames: ["ambassador", "openshift-default", "tailscale", "cloudflare-tunnel"],
  controllerNames: [
    "emissary",
    "getambassador.io/ingress-controller",
    "openshift",
    "openshift.io/ingress-to-route",
    "tailscale.com/ts-ingress",
    "strrl.dev/cloudflare-tunnel-ingress-controller",
  ],
  assumptions: ["only the fields of the Ingress API are interpreted for this controller"],
  annotations: {},
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighAnnotation,
  aliases: () => [],
  isCanary: () => false,
  server(host, ingresses) {
    const { mode, secrets } = tlsCoverage(host, ingresses);
    return {
      path: ({ text, type }) =>
        pathPattern(type === "Exact" ? "exact" : type === "Prefix" ? "segments" : "opaque", text),
      controls: () => ({ tls: mode, certificate: secrets }),
    };
  },
};
