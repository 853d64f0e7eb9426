import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxFlag } from "./annotations.ts";
import { defaultFlag, type NginxDefaults } from "./controller-defaults.ts";

/** The share of requests that is logged; undefined where a template decides. What the controller switched off no Ingress brings back. */
export function readAccessLog(ingress: IngressObject, defaults: NginxDefaults): number | undefined {
  const flags = ["disable-access-log", "disable-http-access-log"].map((key) => defaultFlag(defaults, key));
  const own = nginxFlag(ingress, "enable-access-log") ?? true;
  if (flags.includes(true) || own === false) return 0;
  return own === "unknown" || flags.includes("unknown") ? undefined : 1;
}
