import { contourAnnotations, contourServer, weighContourAnnotation } from "../contour/ingress-reading.ts";
import type { ControllerProfile } from "../controller-profile.ts";

/** Contour, as of v1.33. */
export const contour: ControllerProfile = {
  name: "contour",
  classNames: ["contour"],
  controllerNames: ["contour", "projectcontour.io/projectcontour/contour", "projectcontour.io/contour"],
  assumptions: ["Contour runs without a global external authorization and global rate limits"],
  annotations: contourAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighContourAnnotation,
  aliases: () => [],
  isCanary: () => false,
  server: contourServer,
};
