import type { ControllerProfile } from "../controller-profile.ts";
import { entryPointAssumption } from "../traefik/entry-points.ts";
import { ingressPriority, traefikAnnotations, traefikPrefix } from "../traefik/ingress-annotations.ts";
import { plainConditions } from "../traefik/ingress-doors.ts";
import { traefikServer } from "../traefik/ingress-reading.ts";
import { weighTraefik } from "../traefik/weigh.ts";

/** Traefik 2 and 3, by its provider for Ingresses. */
export const traefik: ControllerProfile = {
  name: "traefik",
  classNames: ["traefik", "traefik-internal", "traefik-external"],
  controllerNames: ["traefik.io/ingress-controller"],
  assumptions: [
    entryPointAssumption,
    "Traefik runs without strictPrefixMatching, so that prefixes count by characters",
  ],
  annotations: traefikAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "alone",
  weigh: weighTraefik,
  aliases: () => [],
  isCanary: () => false,
  conditionsOf: (ingress, _, world) => plainConditions(world, ingress),
  priorityOf: ingressPriority,
  interprets: (annotation) => interpreted.has(annotation),
  server: traefikServer,
};

const interpreted = new Set(["router.pathmatcher", "router.priority"].map((key) => traefikPrefix + key));
