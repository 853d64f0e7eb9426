import type { IngressObject } from "../ingress/ingress-object.ts";
import { nginxFlag, nginxValue } from "./annotations.ts";

/** Where the edge itself sends visitors, as `kind target`; what only counts beside another annotation is left out without it. */
export function readRedirectTarget(ingress: IngressObject): readonly string[] {
  const value = (key: string) => nginxValue(ingress, key);
  const named = [
    ["redirect", value("permanent-redirect")],
    ["redirect", value("temporal-redirect")],
    ["sign-in", value("auth-url") === undefined ? undefined : value("auth-signin")],
    ["error-page", value("auth-tls-secret") === undefined ? undefined : value("auth-tls-error-page")],
  ] as const;
  const www = nginxFlag(ingress, "from-to-www-redirect");
  const targets = named.flatMap(([kind, target]) => (target === undefined ? [] : [`${kind} ${target}`]));
  const siblings = www === true || www === "unknown" ? ["redirect between the host and its www. name"] : [];
  return [...new Set([...targets, ...siblings])].sort();
}
