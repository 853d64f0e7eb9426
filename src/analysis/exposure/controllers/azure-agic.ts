import { agicAnnotations, privateAddress, weighAgicAnnotation } from "../agic/annotations.ts";
import { agicAliases, agicReach, agicServer } from "../agic/server-reading.ts";
import type { ControllerProfile } from "../controller-profile.ts";

/** Application Gateway of Azure (AGIC). */
export const azureAgic: ControllerProfile = {
  name: "azure-agic",
  classNames: ["azure-application-gateway", "azure/application-gateway"],
  controllerNames: ["azure/application-gateway"],
  assumptions: ["the controller is not told to use private addresses by its own configuration"],
  annotations: agicAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighAgicAnnotation,
  aliases: agicAliases,
  isCanary: () => false,
  interprets: (annotation) => annotation === privateAddress,
  hostOf: (host) => (host.kind === "one-label" ? { kind: "suffix", suffix: host.suffix } : host),
  reachOf: agicReach,
  server: (host, ingresses) => agicServer(host, ingresses),
};
