import { weighAnnotation } from "../annotation-weight.ts";
import type { ControllerProfile } from "../controller-profile.ts";
import { weighField } from "../field-settings.ts";
import type { AnnotationWeight } from "../route.ts";
import { albPrefix } from "./ingress-class-params.ts";

/** The annotations that each facet follows from, without prefix, the most telling first. */
export const albKeys = {
  tls: ["listen-ports", "certificate-arn"],
  certificate: ["certificate-arn"],
  redirect: ["listen-ports", "ssl-redirect", "certificate-arn"],
  tlsVersion: ["ssl-policy"],
  ciphers: ["ssl-policy"],
  auth: [
    "auth-type",
    "listen-ports",
    "ssl-redirect",
    "auth-on-unauthenticated-request",
    "auth-idp-oidc",
    "auth-idp-cognito",
    "jwt-validation",
    "mutual-authentication",
  ],
  sourceRange: ["inbound-cidrs", "security-groups", "security-group-prefix-lists"],
  waf: ["wafv2-acl-arn", "wafv2-acl-name", "waf-acl-id", "web-acl-id"],
  backendTls: ["backend-protocol"],
  accessLog: ["load-balancer-attributes"],
} as const;

export const entryKeys = ["scheme", "enable-frontend-nlb", "frontend-nlb-scheme", "group.name"];

export const albAnnotations: ControllerProfile["annotations"] = {
  ...Object.fromEntries(Object.entries(albKeys).map(([facet, keys]) => [facet, keys.map((key) => albPrefix + key)])),
  path: [`${albPrefix}use-regex-path-match`],
};

/** What `server` and the entry read: names that people choose stand behind some words. */
export function isInterpreted(annotation: string): boolean {
  const key = annotation.startsWith(albPrefix) ? annotation.slice(albPrefix.length) : "";
  return inEntry.has(key) || /^(actions|conditions|transforms)\./.test(key);
}

export function weighAlbAnnotation(annotation: string): AnnotationWeight {
  // A setting of another object carries the object's name: `Service shop/web: alb.ingress.kubernetes.io/target-type`.
  const name = annotation.slice(annotation.indexOf(": ") + 1).trim();
  if (name.startsWith("spec.")) return /subnet/i.test(name) ? "protective" : weighField(name);
  if (!name.startsWith(albPrefix)) return weighAnnotation(name);
  const key = name.slice(albPrefix.length);
  return harmless.test(key) ? "harmless" : "protective";
}

const inEntry = new Set(["scheme", "enable-frontend-nlb", "frontend-nlb-scheme"]);

const harmless =
  /^(healthcheck-.*|healthy-threshold-count|unhealthy-threshold-count|success-codes|target-group-attributes|target-type|target-node-labels|backend-protocol-version|tags|load-balancer-name|group\.order|auth-scope|auth-session-cookie|customer-owned-ipv4-pool|minimum-load-balancer-capacity|multi-cluster-target-group|ipam-ipv4-pool-id)$/;
