import type { Resource } from "../../../kubernetes/resource.ts";
import type { ResponseHeaders } from "../controls/response-headers.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject } from "../ingress/ingress-object.ts";
import { asObject, asText } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import { isIdentityHeader, isSecurityHeader } from "../security-headers.ts";
import type { World } from "../world.ts";
import { nginxFlag, nginxPrefix, nginxValue } from "./annotations.ts";
import { defaultValue, type NginxDefaults } from "./controller-defaults.ts";
import { entriesOf } from "./read-source-range.ts";
import { nginxDirectives } from "./snippet-directives.ts";

/** The identity headers that an Ingress lets the controller overwrite: with the answer of its login check, or with the client's certificate. */
export function readRequestHeaders(ingress: IngressObject): readonly string[] {
  const answered =
    nginxValue(ingress, "auth-url") === undefined ? "" : (nginxValue(ingress, "auth-response-headers") ?? "");
  const passes = nginxFlag(ingress, "auth-tls-pass-certificate-to-upstream") === true;
  const certificate = passes && nginxValue(ingress, "auth-tls-secret") !== undefined ? ["ssl-client-cert"] : [];
  const names = entriesOf(answered).filter((name) => isIdentityHeader(name) || hasPlaceholder(name));
  return [...new Set([...names.map((name) => name.toLowerCase()), ...certificate])].sort();
}

/** What of `auth-response-headers` `readRequestHeaders` leaves, as text; undefined if nothing. */
export function otherAuthHeaders(ingress: IngressObject): string | undefined {
  const names = entriesOf(nginxValue(ingress, "auth-response-headers") ?? "").filter((name) => !isIdentityHeader(name));
  return names.length === 0 ? undefined : names.sort().join(", ");
}

/** The security headers of answers; undefined where the ConfigMap with the headers is not in the repository. */
export function readResponseHeaders(
  ingress: IngressObject,
  defaults: NginxDefaults,
  serverHeaders: ResponseHeaders,
  world: World | undefined,
): ResponseHeaders | undefined {
  const own = nginxValue(ingress, "custom-headers");
  const custom = headersMap(ingress, "custom-headers", world);
  if (own !== undefined && !custom) return undefined;
  const shared = headersNamed(defaultValue(defaults, "add-headers"), defaults.resource?.namespace, world);
  return securityHeaders([
    ...entriesIn(shared),
    ...Object.entries(serverHeaders),
    ...headersOfSnippet(nginxValue(ingress, "configuration-snippet") ?? ""),
    ...entriesIn(custom),
  ]);
}

/** The security headers that free-form configuration sets, the last one of a name counts. */
export function headersOfSnippets(texts: readonly (string | undefined)[]): ResponseHeaders {
  return securityHeaders(texts.flatMap((text) => headersOfSnippet(text ?? "")));
}

function securityHeaders(lines: readonly (readonly [string, string | null])[]): ResponseHeaders {
  const known = lines
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => isSecurityHeader(name));
  return Object.fromEntries(known.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

/** The ConfigMap of headers that an annotation names as `namespace/name`: those of answers, or those of requests to the service. */
export function headersMap(
  ingress: IngressObject,
  annotation: "custom-headers" | "auth-proxy-set-headers",
  world: World | undefined,
): Resource | undefined {
  return headersNamed(nginxValue(ingress, annotation), ingress.resource.namespace, world);
}

/** The entries of such a ConfigMap, as texts by a name that says where they stand. */
export function headerTexts(map: Resource, isMeant: (header: string) => boolean): Readonly<Record<string, string>> {
  const entries = entriesIn(map).filter(([name]) => isMeant(name));
  return Object.fromEntries(entries.map(([name, value]) => [headerKey(map, name), value]));
}

/** Where the headers of a ConfigMap stand. */
export function headerAspects(map: Resource, isMeant: (header: string) => boolean): Aspect[] {
  return entriesIn(map)
    .filter(([name]) => isMeant(name))
    .map(([name]) => ({ resource: map, path: ["data", name] }));
}

export const customHeaders = `${nginxPrefix}custom-headers`;

function headerKey({ namespace, name }: Resource, header: string): string {
  return `ConfigMap ${namespace === undefined ? "" : `${namespace}/`}${name}: header ${header}`;
}

function headersNamed(reference: string | undefined, home: string | undefined, world: World | undefined) {
  const [first = "", second] = reference?.split("/") ?? [];
  if (reference === undefined) return undefined;
  return second === undefined ? world?.find("", "ConfigMap", home, first) : world?.find("", "ConfigMap", first, second);
}

function entriesIn(map: Resource | undefined): (readonly [string, string])[] {
  return Object.entries(asObject(map?.data.data) ?? {}).flatMap(([name, value]) => {
    const text = asText(value);
    return text === undefined ? [] : [[name, text.trim()] as const];
  });
}

// Whoever takes a header away does so in free-form configuration, and the control for that tells it. In a block it is conditional.
function headersOfSnippet(text: string): (readonly [string, string])[] {
  return nginxDirectives(text).flatMap(({ words: [name, ...args], depth }): (readonly [string, string])[] => {
    const [header, value] = args;
    if (depth > 0 || header?.startsWith("-")) return [];
    if (name === "add_header" && header !== undefined && value) return [[header, value]];
    if (name !== "more_set_headers") return [];
    return args.flatMap((arg): (readonly [string, string])[] => {
      const [, field, text] = /^\s*([\w-]+)\s*:\s*(\S.*)$/s.exec(arg) ?? [];
      return field === undefined || text === undefined ? [] : [[field, text.trim()]];
    });
  });
}
