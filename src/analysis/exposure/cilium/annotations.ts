import { weighAnnotation } from "../annotation-weight.ts";
import type { ControllerProfile } from "../controller-profile.ts";
import { annotationReader } from "../ingress/annotation-values.ts";
import type { AnnotationWeight } from "../route.ts";

export const ciliumPrefix = "ingress.cilium.io/";

export const ciliumReader = annotationReader([ciliumPrefix]);

/** The annotations that each facet follows from, the most telling first. */
export const ciliumAnnotations: ControllerProfile["annotations"] = {
  redirect: ciliumReader.names("force-https"),
  passthrough: ciliumReader.names("tls-passthrough"),
  tls: ciliumReader.names("tls-passthrough"),
  clientIp: ciliumReader.names("service-external-traffic-policy"),
};

export function weighCiliumAnnotation(annotation: string): AnnotationWeight {
  if (/^(lbipam|nodeipam)\.cilium\.io\//.test(annotation)) return "protective";
  if (!annotation.startsWith(ciliumPrefix)) return weighAnnotation(annotation);
  return harmless.test(annotation.slice(ciliumPrefix.length)) ? "harmless" : "protective";
}

const harmless = /^(tcp-keep-.*|websocket|request-timeout|insecure-node-port|secure-node-port)$/;
