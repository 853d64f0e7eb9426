import { weighAnnotation } from "../annotation-weight.ts";
import { weighField } from "../field-settings.ts";
import { annotationReader } from "../ingress/annotation-values.ts";
import { withoutObject } from "../ingress/service-settings.ts";
import type { AnnotationWeight } from "../route.ts";
import { pluginsAnnotation } from "./plugin-objects.ts";

export const kongPrefix = "konghq.com/";
export const kongReader = annotationReader([kongPrefix]);

const { names } = kongReader;
const plugins = [pluginsAnnotation];

export const forcedRedirect = "ingress.kubernetes.io/force-ssl-redirect";

/** The annotations that each facet follows from, the most telling first; those about the pods stand on the Service. */
export const kongAnnotations = {
  auth: plugins,
  sourceRange: plugins,
  rateLimit: plugins,
  cors: plugins,
  bodyLimit: plugins,
  requestHeaders: plugins,
  responseHeaders: plugins,
  hsts: plugins,
  snippet: plugins,
  redirect: [...names("protocols", "https-redirect-status-code"), forcedRedirect],
  tls: names("protocols"),
  rewrite: names("strip-path", "rewrite", "path"),
  backendTls: names(
    "protocol",
    "tls-verify",
    "ca-certificates-secrets",
    "ca-certificates-secret",
    "ca-certificates-configmaps",
    "client-cert",
  ),
  host: names("host-aliases"),
  condition: names("methods", "snis", "headers-separator"),
  path: names("regex-prefix"),
} as const;

/** Names a KongIngress, whose fields are read for the object that has the annotation. */
export const overrideAnnotation = `${kongPrefix}override`;

const headerPrefix = `${kongPrefix}headers.`;

/** `konghq.com/headers.x-partner`: the name of the header is part of the annotation. */
export function isHeaderCondition(annotation: string): boolean {
  return annotation.startsWith(headerPrefix) && annotation.length > headerPrefix.length;
}

export function headerOf(annotation: string): string {
  return annotation.slice(headerPrefix.length).toLowerCase();
}

/** The keys that count on a Service. */
export const kongServiceKeys: ReadonlySet<string> = new Set([
  ...plugins,
  ...kongAnnotations.backendTls,
  ...names("path"),
]);

export function isKongAnnotation(annotation: string): boolean {
  return annotation.startsWith(kongPrefix);
}

export function weighKong(setting: string): AnnotationWeight {
  const name = withoutObject(setting);
  // Nobody knows what the configuration of a plugin protects that is not interpreted.
  if (setting.startsWith("plugin ")) return tuning.test(name) ? "harmless" : "protective";
  if (!name.startsWith(kongPrefix)) return name.includes("/") ? weighAnnotation(name) : weighField(name);
  return harmless.test(name.slice(kongPrefix.length)) ? "harmless" : "protective";
}

const tuning =
  /(timeout|keepalive|realm|_size$|max_age|redis|policy$|hide_client_headers|error_(code|message)|retry|exposed_headers|header_name$)/;

const harmless =
  /^(preserve-host|host-header|request-buffering|response-buffering|(connect|read|write)-timeout|retries|tags|path-handling|upstream-policy|tls-verify-depth)$/;
