import type { ControlValues } from "../control-values.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import type { NginxDefaults } from "./controller-defaults.ts";

/** The controls of a path that only the Ingress itself and the controller's defaults decide. */
export function moreNginxControls(_ingress: IngressObject, _defaults: NginxDefaults): ControlValues {
  return {};
}
