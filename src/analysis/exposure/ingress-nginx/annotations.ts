import type { Resource } from "../../../kubernetes/resource.ts";
import { weighAnnotation } from "../annotation-weight.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import type { AnnotationWeight } from "../route.ts";
import { moreNginxAnnotations } from "./more-annotations.ts";

export const nginxPrefix = "nginx.ingress.kubernetes.io/";

/** The annotations that each facet follows from (annotation parsers of ingress-nginx), the most telling first. */
export const nginxAnnotations = {
  auth: prefixed(
    "satisfy",
    "auth-url",
    "auth-type",
    "auth-secret",
    "auth-secret-type",
    "auth-tls-secret",
    "auth-tls-verify-client",
    "auth-tls-match-cn",
    "auth-tls-verify-depth",
    "auth-method",
    "auth-cache-key",
    "enable-global-auth",
  ),
  sourceRange: prefixed("whitelist-source-range", "allowlist-source-range", "denylist-source-range", "satisfy"),
  redirect: prefixed("ssl-redirect", "force-ssl-redirect"),
  passthrough: prefixed("ssl-passthrough"),
  ciphers: prefixed("ssl-ciphers"),
  backendTls: prefixed(
    "backend-protocol",
    "proxy-ssl-secret",
    "proxy-ssl-verify",
    "proxy-ssl-name",
    "proxy-ssl-verify-depth",
    "proxy-ssl-server-name",
    "proxy-ssl-ciphers",
    "proxy-ssl-protocols",
  ),
  bodyLimit: prefixed("proxy-body-size"),
  rateLimit: prefixed(
    "limit-rps",
    "limit-rpm",
    "limit-connections",
    "limit-burst-multiplier",
    "limit-whitelist",
    "limit-allowlist",
  ),
  snippet: prefixed("configuration-snippet", "server-snippet", "auth-snippet", "modsecurity-snippet", "stream-snippet"),
  host: prefixed("server-alias"),
  path: prefixed("use-regex", "rewrite-target"),
  backend: prefixed("canary"),
  ...moreNginxAnnotations,
  // Which annotations these two follow from, their own values say.
  ineffective: prefixed("auth-url"),
  injection: prefixed("server-alias"),
} as const;

/** Settings that one Ingress makes for every Ingress of its host (controller.go, nginx.tmpl). */
export const nginxHostWide: ReadonlySet<keyof typeof nginxAnnotations> = new Set([
  "auth",
  "snippet",
  "passthrough",
  "path",
  "host",
  "ciphers",
  "backendTls",
  "responseHeaders",
]);

export function weighNginxAnnotation(annotation: string): AnnotationWeight {
  if (!annotation.startsWith(nginxPrefix)) return weighAnnotation(annotation);
  const key = annotation.slice(nginxPrefix.length);
  return harmless.test(key) ? "harmless" : "protective";
}

/** The value of an ingress-nginx annotation; an empty one counts as absent, as in the controller. */
export function nginxValue(ingress: IngressObject, key: string): string | undefined {
  const { annotations } = ingress.resource;
  return (valuesOf.get(annotations) ?? trimmedValues(annotations)).get(key) || undefined;
}

// Every Ingress is asked for a hundred names, most of which it does not have.
const valuesOf = new WeakMap<Resource["annotations"], ReadonlyMap<string, string>>();

function trimmedValues(annotations: Resource["annotations"]): ReadonlyMap<string, string> {
  const own = Object.entries(annotations).filter(([name]) => name.startsWith(nginxPrefix));
  const values = new Map(own.map(([name, value]) => [name.slice(nginxPrefix.length), value.trim()]));
  valuesOf.set(annotations, values);
  return values;
}

/** Go's strconv.ParseBool; what it refuses counts as absent, and what a template fills in is unknown. */
export function nginxFlag(ingress: IngressObject, key: string): boolean | "unknown" | undefined {
  const value = nginxValue(ingress, key);
  if (value === undefined) return undefined;
  if (["1", "t", "T", "TRUE", "true", "True"].includes(value)) return true;
  if (["0", "f", "F", "FALSE", "false", "False"].includes(value)) return false;
  return hasPlaceholder(value) ? "unknown" : undefined;
}

const harmless = new RegExp(
  `^(${[
    "proxy-(body-size|buffer.*|busy-.*|(connect|read|send)-timeout|next-upstream.*|http-version|max-temp-file-size)",
    "proxy-request-buffering|client-(body|header)-.*|affinity.*|load-balance|upstream-hash-by.*|service-upstream",
    "session-cookie-.*|http2-push-preload",
    "preserve-trailing-slash|(permanent|temporal)-redirect-code|relative-redirects|use-port-in-redirects",
    "(enable-)?open(telemetry|tracing).*|app-root|limit-rate(-after)?|auth-realm|websocket-services|cors-max-age|enable-rewrite-log",
  ].join("|")})$`,
);

function prefixed(...keys: string[]): string[] {
  return keys.map((key) => nginxPrefix + key);
}
