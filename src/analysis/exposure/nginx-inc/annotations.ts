import { weighAnnotation } from "../annotation-weight.ts";
import { weighField } from "../field-settings.ts";
import { annotationReader } from "../ingress/annotation-values.ts";
import { withoutObject } from "../ingress/service-settings.ts";
import type { AnnotationWeight } from "../route.ts";

export const nginxIncPrefixes = ["nginx.org/", "nginx.com/"];

export const nginxIncReader = annotationReader(nginxIncPrefixes);

export const appProtectReader = annotationReader(["appprotect.f5.com/"]);

const { names } = nginxIncReader;
const policies = names("policies");

/** An alias that older manifests use. */
export const oldRedirect = "ingress.kubernetes.io/ssl-redirect";

/** The annotations that each facet follows from, the most telling first. */
export const nginxIncAnnotations = {
  auth: [...policies, ...names("basic-auth-secret", "jwt-key", "jwt-token")],
  sourceRange: policies,
  rateLimit: [...names("limit-req-rate", "limit-req-burst", "limit-req-dry-run", "limit-req-key"), ...policies],
  waf: [...appProtectReader.names("app-protect-enable", "app-protect-policy"), ...policies],
  cors: policies,
  backendTls: [...names("ssl-services"), ...policies],
  redirect: [...names("ssl-redirect", "redirect-to-https"), oldRedirect],
  hsts: names("hsts", "hsts-max-age", "hsts-include-subdomains", "hsts-behind-proxy", "add-header"),
  ciphers: names("ssl-ciphers"),
  bodyLimit: names("client-max-body-size"),
  rewrite: names("rewrites", "rewrite-target"),
  requestHeaders: names("proxy-set-headers"),
  responseHeaders: names("proxy-hide-headers", "add-header"),
  redirectTarget: names("jwt-login-url"),
  snippet: names("server-snippets", "location-snippets"),
  path: names("path-regex"),
} as const;

/** What a minion may not say, because it counts for the whole server of its master. */
export const masterOnlyKeys: ReadonlySet<string> = new Set([
  ...names(
    "proxy-hide-headers",
    "proxy-pass-headers",
    "redirect-to-https",
    "ssl-redirect",
    "hsts",
    "hsts-max-age",
    "hsts-include-subdomains",
    "hsts-behind-proxy",
    "server-tokens",
    "listen-ports",
    "listen-ports-ssl",
    "server-snippets",
    "ssl-ciphers",
    "ssl-prefer-server-ciphers",
  ),
  ...appProtectReader.names("app-protect-enable", "app-protect-policy", "app-protect-security-log-enable"),
  oldRedirect,
]);

/** What counts only on the Ingress that has the paths. */
export const minionOnlyKeys: ReadonlySet<string> = new Set(
  names("rewrites", "rewrite-target", "ssl-services", "grpc-services", "websocket-services", "path-regex"),
);

export function weighNginxInc(setting: string): AnnotationWeight {
  const name = withoutObject(setting);
  // The name of what asks, as browsers show it.
  if (name !== setting) return name.endsWith(".realm") ? "harmless" : weighField(name);
  const prefix = nginxIncPrefixes.find((one) => name.startsWith(one));
  if (prefix === undefined) return weighAnnotation(name);
  return harmless.test(name.slice(prefix.length)) ? "harmless" : "protective";
}

const harmless = new RegExp(
  `^(${[
    "grpc-services|websocket-services|ssl-prefer-server-ciphers|server-tokens|custom-http-errors|http-redirect-code|proxy-pass-headers",
    "limit-req-(delay|no-delay|zone-size|log-level|reject-code|scale)|jwt-realm|basic-auth-realm|lb-method|keepalive|max-fails|max-conns|fail-timeout",
    "proxy-(connect|read|send)-timeout|proxy-buffer.*|proxy-max-temp-file-size|proxy-next-upstream.*|upstream-zone-size|use-cluster-ip|slow-start",
    "health-checks.*|sticky-cookie-services|client-body-buffer-size",
  ].join("|")})$`,
);
