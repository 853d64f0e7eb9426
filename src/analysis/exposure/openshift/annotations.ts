import { weighAnnotation } from "../annotation-weight.ts";
import { dnsAnnotations } from "../dns/external-dns.ts";
import { weighField } from "../field-settings.ts";
import { annotationReader } from "../ingress/annotation-values.ts";
import type { AnnotationWeight, Facet } from "../route.ts";

export const routerPrefix = "haproxy.router.openshift.io/";

export const routerReader = annotationReader([routerPrefix]);

/** The annotations that a facet follows from, the most telling first. */
export const routerAnnotations: Partial<Record<Facet, readonly string[]>> = {
  sourceRange: routerReader.names("ip_allowlist", "ip_whitelist"),
  rateLimit: routerReader.names(
    "rate-limit-connections",
    "rate-limit-connections.rate-http",
    "rate-limit-connections.concurrent-tcp",
  ),
  hsts: routerReader.names("hsts_header"),
  clientIp: routerReader.names("set-forwarded-headers"),
  rewrite: routerReader.names("rewrite-target"),
};

const interpreted = new Set([...Object.values(routerAnnotations).flat(), ...dnsAnnotations]);

/** The annotations of a Route that no control interprets, sorted by key. */
export function annotationsLeft(annotations: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const left = Object.entries(annotations).filter(
    ([key]) => !interpreted.has(key) && weighRouteSetting(key) !== "none",
  );
  return Object.fromEntries(left.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** How much an annotation, a field or a label of a Route may matter. Labels decide which routers serve it. */
export function weighRouteSetting(key: string): AnnotationWeight {
  if (key.startsWith("metadata.labels.")) return "protective";
  if (key.startsWith("spec.")) return weighField(key);
  if (key === "openshift.io/host.generated") return "none";
  // Whoever obtains the certificate may write the TLS settings with it.
  if (key === "kubernetes.io/tls-acme") return "protective";
  if (harmless.test(key)) return "harmless";
  return key.startsWith(routerPrefix) || key.startsWith("router.openshift.io/") ? "protective" : weighAnnotation(key);
}

const harmless =
  /^(haproxy\.router\.openshift\.io\/(timeout.*|balance|disable_cookies|pod-concurrent-requests)|router\.openshift\.io\/(cookie_name|haproxy\.health\.check\.interval))$/;

/** Labels by whose name routers are usually chosen: what they select is not in the repository. */
export function shardLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const telling = Object.entries(labels).filter(([key]) => shard.test(key));
  return Object.fromEntries(telling.map(([key, value]) => [`metadata.labels.${key}`, value]));
}

const shard =
  /(^|[./_-])(router|shard|ingress|route|expos\w*|public|private|internal|external|zone|network|type|visibility)([._-]|$)/i;
