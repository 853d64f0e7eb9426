import type { ControllerProfile } from "../controller-profile.ts";
import { isHeaderCondition, kongAnnotations, overrideAnnotation, weighKong } from "../kong/annotations.ts";
import { kongAliases, kongConditions, kongServer } from "../kong/profile-reading.ts";

/** Kong Ingress Controller, as of v3. */
export const kong: ControllerProfile = {
  name: "kong",
  classNames: ["kong"],
  controllerNames: ["kong", "ingress-controllers.konghq.com/kong"],
  assumptions: ["Kong runs with its default configuration"],
  annotations: kongAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighKong,
  interprets: (annotation) => isHeaderCondition(annotation) || annotation === overrideAnnotation,
  aliases: kongAliases,
  isCanary: () => false,
  conditionsOf: (ingress, _, world) => kongConditions(ingress, world),
  server: kongServer,
};
