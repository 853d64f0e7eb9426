import { annotationValue, attributeValue, isOn } from "./annotation-value.ts";
import type { ServiceObject } from "./service-object.ts";

/** The annotations that switch a load balancer's log on. */
export const accessLogAnnotations: readonly string[] = [
  "service.beta.kubernetes.io/aws-load-balancer-access-log-enabled",
  "service.beta.kubernetes.io/aws-load-balancer-attributes",
];

/** The share of connections that the load balancer logs: none, unless it is switched on. A template is no promise. */
export function readServiceAccessLog({ resource }: ServiceObject): number {
  const [enabled, attributes] = accessLogAnnotations.map((key) => annotationValue(resource, key));
  return isOn(attributeValue(attributes, "access_logs.s3.enabled") ?? enabled) === true ? 1 : 0;
}
