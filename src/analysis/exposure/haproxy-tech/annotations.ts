import { weighAnnotation } from "../annotation-weight.ts";
import { annotationReader } from "../ingress/annotation-values.ts";
import { withoutObject } from "../ingress/service-settings.ts";
import type { AnnotationWeight } from "../route.ts";

/** Equal names: the documentation of annotations lists all three prefixes. */
export const haproxyTechPrefixes = ["haproxy.org/", "haproxy.com/", "ingress.kubernetes.io/"];

export const haproxyTechReader = annotationReader(haproxyTechPrefixes);

const { names } = haproxyTechReader;

/** The annotations that each facet follows from, the most telling first. */
export const haproxyTechAnnotations = {
  auth: names("auth-type", "auth-secret"),
  sourceRange: names("allow-list", "whitelist", "deny-list", "blacklist"),
  clientIp: names("src-ip-header"),
  redirect: names("ssl-redirect"),
  passthrough: names("ssl-passthrough"),
  rateLimit: names("rate-limit-requests", "rate-limit-period", "rate-limit-whitelist"),
  backendTls: names("server-ssl", "server-ca", "server-crt"),
  snippet: names("backend-config-snippet", "route-acl"),
  cors: names("cors-enable", "cors-allow-origin", "cors-allow-credentials"),
  rewrite: names("path-rewrite"),
  redirectTarget: names("request-redirect"),
  requestHeaders: names("request-set-header"),
  responseHeaders: names("response-set-header"),
  hsts: names("response-set-header"),
} as const;

/** The keys that count on a Service, where they come before those of the Ingress. `route-acl` counts there only. */
export const haproxyTechServiceKeys: ReadonlySet<string> = new Set(
  names("backend-config-snippet", "server-ssl", "server-ca", "server-crt", "ssl-passthrough", "route-acl"),
);

export function weighHaproxyTech(setting: string): AnnotationWeight {
  const annotation = withoutObject(setting);
  const prefix = haproxyTechPrefixes.find((one) => annotation.startsWith(one));
  if (prefix === undefined) return weighAnnotation(annotation);
  return harmless.test(annotation.slice(prefix.length)) ? "harmless" : "protective";
}

export function isHaproxyTechAnnotation(annotation: string): boolean {
  return haproxyTechPrefixes.some((prefix) => annotation.startsWith(prefix));
}

const harmless = new RegExp(
  `^(${[
    "auth-realm|check|check-http|check-interval|cookie-persistence.*|load-balance|pod-maxconn|maxconn|scale-server-slots",
    "timeout-.*|hard-stop-after|nbthread|http-.*|send-proxy-protocol|server-proto|server-slots|standalone-backend",
    "rate-limit-(size|status-code)|request-capture(-len)?|log-format.*|logasap|dontlognull|forwarded-for|set-host",
    "(ssl|request)-redirect-(code|port)|cors-(max-age|allow-methods|allow-headers|respond-to-options)|abortonclose",
    "tls-alpn|quic-.*|clean-certs|acme.*",
  ].join("|")})$`,
);
