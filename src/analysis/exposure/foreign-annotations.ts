import type { IngressObject } from "./ingress/ingress-object.ts";

/**
 * Annotations of other controllers that would protect if the one that serves the Ingress read them, as values of the control
 * `ineffective`. `ownPrefixes` are those that it reads, slash included.
 */
export function ineffectiveForeign({ resource }: IngressObject, ownPrefixes: readonly string[]): readonly string[] {
  return Object.entries(resource.annotations)
    .filter(([key, value]) => isForeignProtection(key, ownPrefixes) && !saysNo.test(value.trim()))
    .map(([key]) => `${key}: it belongs to another controller`)
    .sort();
}

function isForeignProtection(key: string, ownPrefixes: readonly string[]): boolean {
  if (ownPrefixes.some((own) => key.startsWith(own))) return false;
  const prefix = prefixes.find((one) => key.startsWith(one));
  return prefix !== undefined && protects.test(key.slice(prefix.length));
}

const saysNo = /^(|false|off|no|none|0)$/i;

const prefixes = [
  "nginx.ingress.kubernetes.io/",
  "nginx.org/",
  "nginx.com/",
  "appprotect.f5.com/",
  "appprotectdos.f5.com/",
  "traefik.ingress.kubernetes.io/",
  "ingress.kubernetes.io/",
  "haproxy.org/",
  "haproxy.com/",
  "haproxy-ingress.github.io/",
  "haproxy.router.openshift.io/",
  "alb.ingress.kubernetes.io/",
  "appgw.ingress.kubernetes.io/",
  "ingress.gcp.kubernetes.io/",
  "ingress.cilium.io/",
  "konghq.com/",
  "projectcontour.io/",
  "contour.heptio.com/",
  "getambassador.io/",
];

// What tells who may come in, how often, and through which door; not tuning, names and places of load balancers.
const protects =
  /(^|[-.])(auth|allow|allowlist|deny|denylist|whitelist|blacklist|waf|wafv2|modsecurity|force-ssl|ssl-redirect|ssl-policy|tls-secret|client-ca|mtls|jwt|oidc|basic|limit|rate-limit|src-ip|source-range|inbound-cidrs|cors|middlewares|plugins|policies|secure|verify|hsts|app-protect|shield|security-groups|force-ssl-redirect|force-https)([-.]|$)/;
