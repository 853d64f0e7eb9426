import { weighAnnotation } from "../annotation-weight.ts";
import { annotationReader } from "../ingress/annotation-values.ts";
import { withoutObject } from "../ingress/service-settings.ts";
import type { AnnotationWeight } from "../route.ts";

export const haproxyIngressPrefixes = ["haproxy-ingress.github.io/", "ingress.kubernetes.io/"];

export const haproxyIngressReader = annotationReader(haproxyIngressPrefixes);

const { names } = haproxyIngressReader;

/** The annotations that each facet follows from, the most telling first. */
export const haproxyIngressAnnotations = {
  auth: names(
    "auth-url",
    "auth-secret",
    "auth-type",
    "oauth",
    "oauth-uri-prefix",
    "auth-tls-secret",
    "auth-tls-verify-client",
    "auth-tls-strict",
  ),
  sourceRange: names("allowlist-source-range", "whitelist-source-range", "denylist-source-range"),
  clientIp: names("allowlist-source-header"),
  redirect: names("ssl-redirect"),
  passthrough: names("ssl-passthrough"),
  rateLimit: names("limit-rps", "limit-connections", "limit-whitelist"),
  bodyLimit: names("proxy-body-size"),
  waf: names("waf", "waf-mode"),
  backendTls: names(
    "backend-protocol",
    "secure-backends",
    "secure-verify-ca-secret",
    "secure-crt-secret",
    "secure-verify-hostname",
    "secure-sni",
  ),
  hsts: names("hsts", "hsts-max-age", "hsts-include-subdomains", "response-set-headers"),
  cors: names("cors-enable", "cors-allow-origin", "cors-allow-origin-regex", "cors-allow-credentials"),
  snippet: names("config-backend", "config-backend-early", "config-backend-late", "config-tcp-service"),
  rewrite: names("rewrite-target"),
  redirectTarget: names("redirect-to", "auth-signin"),
  requestHeaders: names("headers", "request-set-headers"),
  responseHeaders: names("response-set-headers"),
  tlsVersion: names("ssl-options-host"),
  ciphers: names("ssl-ciphers"),
  host: names("server-alias", "server-alias-regex"),
  condition: names("http-header-match", "http-header-match-regex"),
  path: names("path-type"),
} as const;

/** Keys of the scope `Host`: one Ingress sets them for every Ingress of its host. */
export const haproxyIngressHostKeys = [
  "auth-tls-secret",
  "auth-tls-verify-client",
  "auth-tls-strict",
  "ssl-ciphers",
  "ssl-options-host",
  "ssl-passthrough",
] as const;

export const haproxyIngressHostWide: ReadonlySet<keyof typeof haproxyIngressAnnotations> = new Set([
  "auth",
  "ciphers",
  "tlsVersion",
  "passthrough",
  "host",
]);

const hostNames: ReadonlySet<string> = new Set(
  names(...haproxyIngressHostKeys, "server-alias", "server-alias-regex", "app-root"),
);

/** Whether a Service may set the key: those of the scopes `Backend` and `Path`. */
export function isServiceKey(annotation: string): boolean {
  return !hostNames.has(annotation) && isHaproxyIngressAnnotation(annotation);
}

export function isHaproxyIngressAnnotation(annotation: string): boolean {
  return haproxyIngressPrefixes.some((prefix) => annotation.startsWith(prefix));
}

export function weighHaproxyIngress(setting: string): AnnotationWeight {
  const annotation = withoutObject(setting);
  const prefix = haproxyIngressPrefixes.find((one) => annotation.startsWith(one));
  if (prefix === undefined) return weighAnnotation(annotation);
  return harmless.test(annotation.slice(prefix.length)) ? "harmless" : "protective";
}

const harmless = new RegExp(
  `^(${[
    "affinity|agent-check-.*|auth-realm|auth-headers-(fail|request|succeed)|auth-log-format|auth-method|auth-external-placement",
    "backend-check-interval|backend-server-.*|balance-algorithm|blue-green-.*|app-root|hsts-preload|cors-(allow-(methods|headers)|expose-headers|max-age)",
    "dynamic-scaling|health-check-.*|initial-weight|maxconn-server|maxqueue-server|proxy-protocol|redirect-(to|from)-code",
    "session-cookie-.*|service-upstream|slots-.*|source-address-intf|ssl-dh-.*|ssl-fingerprint-lower|ssl-redirect-code|timeout-.*",
    "tls-alpn|tcp-service-log-format|use-resolver|var-namespace|close-sessions-.*|cookie-key",
  ].join("|")})$`,
);
