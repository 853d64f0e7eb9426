import type { ControllerProfile } from "../controller-profile.ts";
import { nginxIncAnnotations, weighNginxInc } from "../nginx-inc/annotations.ts";
import { nginxIncHost, nginxIncServer } from "../nginx-inc/profile-reading.ts";

/** NGINX's own controller (F5), open source and Plus, as of v5. */
export const nginxInc: ControllerProfile = {
  name: "nginx-inc",
  classNames: ["nginx-inc", "nginx-plus"],
  controllerNames: ["nginx-inc", "nginx.org/ingress-controller"],
  assumptions: [
    "snippets are enabled in NGINX's controller, and what its ConfigMap does not say in the repository has its default",
  ],
  annotations: nginxIncAnnotations,
  hostWide: new Set(),
  defaultBackendReach: "every-host",
  weigh: weighNginxInc,
  aliases: () => [],
  isCanary: () => false,
  hostOf: nginxIncHost,
  server: nginxIncServer,
};
