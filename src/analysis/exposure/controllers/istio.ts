import type { ControllerProfile } from "../controller-profile.ts";
import { coreOnly } from "./core-only.ts";

/** Istio's reading of Ingress, which has no annotations: what protects its routes are the policies of the mesh. */
export const istio: ControllerProfile = {
  ...coreOnly,
  name: "istio",
  classNames: ["istio"],
  controllerNames: ["istio", "istio.io/ingress-controller"],
  assumptions: ["AuthorizationPolicy and RequestAuthentication are compared on their own"],
};
