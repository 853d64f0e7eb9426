import { weighAnnotation } from "../annotation-weight.ts";
import type { ControllerProfile } from "../controller-profile.ts";
import { weighField } from "../field-settings.ts";
import type { AnnotationWeight } from "../route.ts";
import { frontendAnnotation } from "./config-objects.ts";

export const allowHttp = "kubernetes.io/ingress.allow-http";
export const preSharedCertificate = "ingress.gcp.kubernetes.io/pre-shared-cert";
export const managedCertificates = "networking.gke.io/managed-certificates";

/** The annotations of the Ingress that each facet follows from, the most telling first. */
export const gkeAnnotations: ControllerProfile["annotations"] = {
  redirect: [allowHttp, frontendAnnotation],
  tls: [managedCertificates, preSharedCertificate],
  certificate: [managedCertificates, preSharedCertificate],
  tlsVersion: [frontendAnnotation],
};

export function weighGkeAnnotation(annotation: string): AnnotationWeight {
  const name = annotation.slice(annotation.indexOf(": ") + 1).trim();
  if (/^spec\.(cdn|iap)\./.test(name)) return "protective";
  if (name.startsWith("spec.")) return weighField(name);
  return bookkeeping.test(name) ? "harmless" : weighAnnotation(name);
}

// The controller writes the names of what it created into annotations, and the address is the same behind any name.
const bookkeeping =
  /^(kubernetes\.io\/ingress\.(global|regional)-static-ip-name|ingress\.kubernetes\.io\/.*|cloud\.google\.com\/neg(-status)?|networking\.gke\.io\/.*-status)$/;
