import { weighAnnotation } from "../annotation-weight.ts";
import type { ControllerProfile } from "../controller-profile.ts";
import { annotationReader } from "../ingress/annotation-values.ts";
import type { AnnotationWeight } from "../route.ts";

export const agicPrefix = "appgw.ingress.kubernetes.io/";

export const agicReader = annotationReader([agicPrefix]);

/** The annotations that each facet follows from, the most telling first. */
export const agicAnnotations: ControllerProfile["annotations"] = {
  redirect: agicReader.names("ssl-redirect"),
  tls: agicReader.names("appgw-ssl-certificate"),
  certificate: agicReader.names("appgw-ssl-certificate"),
  tlsVersion: agicReader.names("appgw-ssl-profile"),
  ciphers: agicReader.names("appgw-ssl-profile"),
  backendTls: agicReader.names("backend-protocol", "appgw-trusted-root-certificate"),
  waf: agicReader.names("waf-policy-for-path"),
  rewrite: agicReader.names("backend-path-prefix"),
  host: agicReader.names("hostname-extension"),
};

export const privateAddress = `${agicPrefix}use-private-ip`;

export function weighAgicAnnotation(annotation: string): AnnotationWeight {
  if (!annotation.startsWith(agicPrefix)) return weighAnnotation(annotation);
  return harmless.test(annotation.slice(agicPrefix.length)) ? "harmless" : "protective";
}

const harmless =
  /^(request-timeout|connection-draining.*|cookie-based-affinity.*|health-probe-.*|rule-priority|backend-hostname)$/;
