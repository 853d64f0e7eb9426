import type { ControllerProfile } from "../controller-profile.ts";
import type { IngressPath } from "../ingress/ingress-object.ts";
import { nginxAnnotations, nginxHostWide, weighNginxAnnotation } from "../ingress-nginx/annotations.ts";
import { builtIn } from "../ingress-nginx/controller-defaults.ts";
import { nginxCanaryControls } from "../ingress-nginx/more-controls.ts";
import { nginxAliases, nginxCanary } from "../ingress-nginx/server-names.ts";
import { literalPath, nginxServer } from "../ingress-nginx/server-reading.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";

/** No class, or one that nobody explains: ingress-nginx is the most likely reader, but its refusals are not certain. */
export const unrecognized: ControllerProfile = {
  name: "unrecognized",
  classNames: [],
  controllerNames: [],
  assumptions: ["the class does not say which controller serves it; it is read as ingress-nginx would"],
  annotations: nginxAnnotations,
  hostWide: nginxHostWide,
  defaultBackendReach: "every-host",
  weigh: weighNginxAnnotation,
  aliases: nginxAliases,
  isCanary: nginxCanary,
  canaryControls: nginxCanaryControls,
  server: (host, ingresses, world) =>
    nginxServer(host, ingresses, { invalid: "unknown", defaults: builtIn, readLiteral: cautiousPath, world }),
};

// `/*` is every path for cloud load balancers and a literal for ingress-nginx.
function cautiousPath(path: Pick<IngressPath, "text" | "type">): PathPattern {
  if (path.type !== "ImplementationSpecific") return literalPath(path);
  return pathPattern(/[*?^$()[\]{}|\\]/.test(path.text) ? "opaque" : "segments", path.text);
}
