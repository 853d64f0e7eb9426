import type { IngressObject } from "../ingress/ingress-object.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import type { Route } from "../route.ts";
import { type Doors, doorsOf } from "./entry-points.ts";
import type { MiddlewareReference } from "./steps.ts";
import { isTrue } from "./values.ts";

export const traefikPrefix = "traefik.ingress.kubernetes.io/";

/** The annotations that each facet follows from, the most telling first. */
export const traefikAnnotations = {
  auth: prefixed("router.middlewares", "router.tls.options"),
  redirect: prefixed("router.entrypoints", "router.tls", "router.middlewares"),
  tls: prefixed("router.tls", "router.entrypoints"),
  tlsVersion: prefixed("router.tls.options"),
  ciphers: prefixed("router.tls.options"),
  ineffective: prefixed("router.tls.options"),
  path: prefixed("router.pathmatcher"),
  ...Object.fromEntries(
    [
      "sourceRange",
      "rateLimit",
      "bodyLimit",
      "clientIp",
      "cors",
      "hsts",
      "requestHeaders",
      "responseHeaders",
      "redirectTarget",
      "rewrite",
      "snippet",
      "waf",
    ].map((facet) => [facet, prefixed("router.middlewares")]),
  ),
} as const;

function prefixed(...keys: string[]): string[] {
  return keys.map((key) => traefikPrefix + key);
}

/** The value of an annotation of Traefik's; an empty one counts as absent. */
export function traefikValue({ resource }: Pick<IngressObject, "resource">, key: string): string | undefined {
  const name = traefikPrefix + key;
  return (Object.hasOwn(resource.annotations, name) ? resource.annotations[name]?.trim() : undefined) || undefined;
}

/** `spec.tls` only loads certificates: the annotations say whether the routers answer TLS, or else their entry points. */
export function ingressDoors(ingress: Pick<IngressObject, "resource">): Doors {
  const key = `${traefikPrefix}router.tls`;
  const hasSection =
    isTrue(traefikValue(ingress, "router.tls")) ||
    Object.keys(ingress.resource.annotations).some((name) => name.startsWith(`${key}.`));
  return doorsOf(listOf(traefikValue(ingress, "router.entrypoints")), hasSection);
}

/** The middlewares of the routers, which are all called by the names that providers use for each other. */
export function middlewareReferences(
  object: Pick<IngressObject, "resource">,
  key: "router.middlewares" | "service.middlewares",
): readonly MiddlewareReference[] {
  const { resource } = object;
  const field = { resource, path: ["metadata", "annotations", traefikPrefix + key] };
  return listOf(traefikValue(object, key)).map((name) => ({
    // Without a provider it is another Ingress provider's name, which cannot stand in an object.
    name: name.includes("@") ? name : `${name}@kubernetes`,
    namespace: resource.namespace,
    field,
  }));
}

/** How paths are matched: by characters, not by segments, unless the static configuration is strict. */
export function ingressPath(
  { text, type }: { readonly text: string; readonly type: "Exact" | "Prefix" | "ImplementationSpecific" },
  matcher: string | undefined,
): PathPattern {
  if (type === "Exact") return pathPattern("exact", text);
  const chosen = type === "ImplementationSpecific" ? (matcher ?? "PathPrefix") : "PathPrefix";
  if (text === "" || chosen === "PathPrefix") return pathPattern("characters", text);
  if (chosen === "Path") return pathPattern("exact", text);
  return pathPattern("opaque", chosen === "PathRegexp" && !text.startsWith("^") ? `.*${text}` : text);
}

/**
 * An explicit priority, or else the length of the rule that Traefik writes for a path: so a prefix wins over the same exact path.
 * Expressions are not evaluated and never win over literal paths here.
 */
export function ingressPriority(ingress: IngressObject, { path, via }: Pick<Route, "path" | "via">): number {
  if (via === "default-backend") return 0;
  if (path.kind === "opaque") return 1;
  const explicit = traefikValue(ingress, "router.priority");
  const given = explicit !== undefined && /^-?\d{1,9}$/.test(explicit) ? Number(explicit) : 0;
  if (given !== 0) return given;
  return path.kind === "any" ? "PathPrefix(``)".length : matcherLength(path.kind) + path.text.length;
}

function matcherLength(kind: Route["path"]["kind"]): number {
  return kind === "exact" ? "Path(``)".length : "PathPrefix(``)".length;
}

export function listOf(text: string | undefined): string[] {
  return (text ?? "")
    .split(",")
    .map((entry) => entry.trim())
    .filter((entry) => entry !== "");
}
