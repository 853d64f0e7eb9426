import { weighAnnotation } from "../annotation-weight.ts";
import type { ControlValues } from "../control-values.ts";
import type { ServerReading } from "../controller-profile.ts";
import { noAuth } from "../controls/auth.ts";
import { noLimit } from "../controls/rate-limit.ts";
import type { Redirect } from "../controls/redirect.ts";
import type { TlsVersion } from "../controls/tls-version.ts";
import { type HostPattern, hasPlaceholder } from "../host-pattern.ts";
import type { IngressObject, IngressPath } from "../ingress/ingress-object.ts";
import { tlsCoverage } from "../ingress/tls-coverage.ts";
import { type PathPattern, pathPattern } from "../path-pattern.ts";
import { qualifiedName } from "../plain-items.ts";
import type { AnnotationWeight, Aspect, Backend } from "../route.ts";
import type { World } from "../world.ts";
import { annotatedTls } from "./upstream-protocol.ts";

/** The annotations of an Ingress that Contour honours and that each control follows from, the most telling first. */
export const contourAnnotations = {
  redirect: ["ingress.kubernetes.io/force-ssl-redirect", "kubernetes.io/ingress.allow-http"],
  tlsVersion: ["projectcontour.io/tls-minimum-protocol-version", "contour.heptio.com/tls-minimum-protocol-version"],
  certificate: ["projectcontour.io/tls-cert-namespace"],
} as const;

export function weighContourAnnotation(annotation: string): AnnotationWeight {
  return /^(projectcontour\.io|contour\.heptio\.com)\/(websocket-routes|response-timeout|num-retries|per-try-timeout|retry-on|max-.*)$/.test(
    annotation,
  )
    ? "harmless"
    : weighAnnotation(annotation);
}

/** How Contour reads the Ingresses of one host. Nothing in an Ingress asks for a credential or limits addresses. */
export function contourServer(host: HostPattern, ingresses: readonly IngressObject[], world: World): ServerReading {
  const { mode, secrets } = tlsCoverage(host, ingresses);
  // A host without a Secret has no TLS: Contour has no certificate of its own.
  const tls = mode === "terminated" ? "terminated" : "none";
  return {
    path: contourPath,
    controls: (ingress, _, backend): ControlValues => ({
      tls,
      certificate: secrets.map((secret) => delegated(secret, ingresses)).sort(),
      tlsVersion: versionOf(annotationOf(ingress, ...contourAnnotations.tlsVersion)),
      redirect: redirectOf(ingress, tls),
      passthrough: "off",
      auth: noAuth,
      sourceRange: { kind: "every" },
      rateLimit: noLimit,
      backendTls: { level: annotatedTls(backend, world) ? "encrypted" : "none", by: "" },
    }),
    aspects(facet, ingress, backend) {
      if (facet === "certificate") return annotationAspects(ingress, contourAnnotations.certificate);
      return facet === "backendTls" ? serviceAspects(backend, world) : [];
    },
  };
}

/** Prefix in whole segments; otherwise a prefix of characters, or an expression where the path holds one of its signs. */
function contourPath({ text, type }: Pick<IngressPath, "text" | "type">): PathPattern {
  if (type !== "ImplementationSpecific") return pathPattern(type === "Exact" ? "exact" : "segments", text);
  return pathPattern(/[\^+*[\]%]/.test(text) ? "opaque" : "characters", text);
}

function annotationOf({ resource }: IngressObject, ...names: readonly string[]): string | undefined {
  const name = names.find((one) => Object.hasOwn(resource.annotations, one) && resource.annotations[one] !== "");
  return name === undefined ? undefined : resource.annotations[name];
}

// Contour compares both texts as they are.
function redirectOf(ingress: IngressObject, tls: "terminated" | "none"): Redirect {
  const [forced, allowed] = contourAnnotations.redirect.map((name) => annotationOf(ingress, name));
  if (allowed === "false") return "closed";
  if (tls === "none") return "none";
  if (forced === "true") return "redirect";
  return hasPlaceholder(`${forced ?? ""}${allowed ?? ""}`) ? "unknown" : "none";
}

function versionOf(text: string | undefined): TlsVersion {
  if (text === undefined) return "default";
  return text === "1.0" || text === "1.1" || text === "1.2" || text === "1.3" ? text : { policy: text };
}

// The Secret may lie in a namespace that delegates it.
function delegated(secret: string, ingresses: readonly IngressObject[]): string {
  for (const ingress of ingresses) {
    const namespace = annotationOf(ingress, ...contourAnnotations.certificate);
    const own = ingress.tls.find(
      (entry) => entry.secret !== undefined && qualifiedName(ingress.resource.namespace, entry.secret) === secret,
    );
    if (namespace !== undefined && own?.secret !== undefined) return `${namespace}/${own.secret}`;
  }
  return secret;
}

function annotationAspects({ resource }: IngressObject, names: readonly string[]): Aspect[] {
  return names.map((name) => ({ resource, path: ["metadata", "annotations", name] }));
}

function serviceAspects(backend: Backend, world: World): Aspect[] {
  const service = world.find("", "Service", backend.namespace, backend.name);
  if (!service) return [];
  return ["tls", "h2"].map((protocol) => ({
    resource: service,
    path: ["metadata", "annotations", `projectcontour.io/upstream-protocol.${protocol}`],
  }));
}
