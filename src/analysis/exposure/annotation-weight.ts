import type { AnnotationWeight } from "./route.ts";

/**
 * How much an annotation may matter that no control interprets. Bookkeeping of tools says nothing about requests.
 * Anything of an ingress vendor, or that sounds like a protection, may matter until it is understood.
 */
export function weighAnnotation(annotation: string): AnnotationWeight {
  if (bookkeeping.test(annotation)) return "none";
  if (publicAddress.test(annotation)) return "protective";
  if (namesAndCertificates.test(annotation)) return "harmless";
  const key = annotation.slice(annotation.indexOf("/") + 1);
  // After these words stands a name that people choose, such as `actions.timeout-page` of the AWS controller.
  if (/^(actions|conditions|transforms)\./.test(key)) return "protective";
  if (vendors.test(annotation)) return tuning.test(key) ? "harmless" : "protective";
  return soundsProtective.test(annotation) ? "protective" : "harmless";
}

const bookkeeping = new RegExp(
  `^(${[
    "kubectl\\.kubernetes\\.io/",
    "meta\\.helm\\.sh/",
    "helm\\.sh/",
    "(.+\\.)?argoproj\\.io/",
    "(.+\\.)?fluxcd\\.io/",
    "(.+\\.)?config\\.(kubernetes|k8s)\\.io/",
    "app\\.kubernetes\\.io/",
    "hajimari\\.io/",
    "gethomepage\\.dev/",
    "(.+\\.)?homer(\\.|/)",
    "forecastle\\.stakater\\.com/",
    "reloader\\.stakater\\.com/",
    "field\\.cattle\\.io/",
    "checksum/",
    "(kubernetes\\.io/)?description$",
    "(kubernetes\\.io/)?(created-by|change-cause|maintainer|owner|team|contact)$",
  ].join("|")})`,
);

// Where a name points to decides who finds the way in: at a private address, at a tunnel, or behind a proxy that filters.
const publicAddress = /^external-dns\.[^/]+\/(target|access|cloudflare-proxied)$/;

// Names in DNS and the issue of certificates follow from the hosts, which are compared themselves.
const namesAndCertificates =
  /^(external-dns\.|(.+\.)?cert-manager\.io\/|certmanager\.k8s\.io\/|kubernetes\.io\/tls-acme$|dns\.gardener\.cloud\/|cert\.gardener\.cloud\/)/;

const vendors = new RegExp(
  `^(${[
    "(.+\\.)?ingress\\.kubernetes\\.io/",
    "ingress\\.kubernetes\\.io/",
    "kubernetes\\.io/ingress\\.",
    "nginx\\.(org|com)/",
    "appprotect.*\\.f5\\.com/",
    "(.+\\.)?traefik\\.io/",
    "traefik\\.",
    "haproxy.*/",
    "konghq\\.com/",
    "(.+\\.)?konghq\\.com/",
    "projectcontour\\.io/",
    "appgw\\.",
    "(.+\\.)?gke\\.io/",
    "cloud\\.google\\.com/",
    "(.+\\.)?istio\\.io/",
    "(.+\\.)?cilium\\.io/",
    "service\\.beta\\.kubernetes\\.io/",
    "getambassador\\.io/",
    "route\\.openshift\\.io/",
    "(.+\\.)?azure\\.com/",
    "(.+\\.)?aws\\.com/",
  ].join("|")})`,
);

const tuning =
  /(timeout|buffer|keep-?alive|load-?balanc(e|ing)$|websocket|weight|retries|health-?check|compress|gzip)/i;

const soundsProtective =
  /(auth|tls|ssl|https?|cert|allow|deny|block|white|black|source|range|cidr|secur|waf|firewall|limit|cors|csp|hsts|header|snippet|redirect|scheme|internal|external|public|private|access|protect|polic|middleware|plugin|rewrite|mirror|oidc|oauth|jwt|saml|login|token|ingress|proxy|trust)/i;
