import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxValue } from "./annotations.ts";

/** Where copies of all requests of an Ingress go; any word but `off` lets the bodies go along. */
export function readMirror(ingress: IngressObject): readonly string[] {
  const target = nginxValue(ingress, "mirror-target");
  if (target === undefined) return [];
  const host = nginxValue(ingress, "mirror-host");
  const name = host === undefined ? target : `${target} as ${host}`;
  const bodies = nginxValue(ingress, "mirror-request-body") === "off" ? [] : [`bodies to ${name}`];
  return [`${name} (100 %)`, ...bodies].sort();
}
