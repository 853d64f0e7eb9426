import type { FieldPath } from "../../../kubernetes/resource.ts";
import { weighAnnotation } from "../annotation-weight.ts";
import { dnsAnnotations } from "../dns/external-dns.ts";
import { type FieldSettings, fieldSettings, mergedTexts, weighField } from "../field-settings.ts";
import type { AnnotationWeight } from "../route.ts";
import { clouds } from "./clouds.ts";
import { awsInternal, awsScheme } from "./load-balancer-reach.ts";
import { accessLogAnnotations } from "./read-access-log.ts";
import { proxyProtocolAnnotations } from "./read-client-ip.ts";
import { sourceRangeAnnotations } from "./read-source-range.ts";
import { backendTlsAnnotations, tlsAnnotations, tlsVersionAnnotations } from "./read-tls.ts";
import type { ServiceObject, ServicePort } from "./service-object.ts";

/** What no control interprets of a Service and one of its ports, with the fields where it stands. */
export function serviceSettings({ resource }: ServiceObject, port: ServicePort): FieldSettings {
  const ofService = fieldSettings(resource, ["spec"], takenFields);
  const ofPort = fieldSettings(resource, port.field, ["port", "protocol", "targetPort"]);
  const annotations = Object.entries(resource.annotations).filter(
    ([key]) => !takenAnnotations.has(key) && weighAnnotation(key) !== "none",
  );
  return {
    texts: mergedTexts(ofService.texts, ofPort.texts, Object.fromEntries(annotations)),
    aspects: [
      ...annotations.map(([key]) => ({ resource, path: ["metadata", "annotations", key] satisfies FieldPath })),
      ...ofService.aspects,
      ...ofPort.aspects,
    ],
  };
}

/** Which controller serves a load balancer and which address it gets may matter; how a Service spreads connections does not. */
export function weighServiceSetting(key: string): AnnotationWeight {
  if (!key.startsWith("spec.")) return weighAnnotation(key);
  if (/^spec\.loadBalancer/.test(key)) return "protective";
  return /^spec\.(ports|internalTrafficPolicy|session|ip|cluster|trafficDistribution)/.test(key)
    ? "harmless"
    : weighField(key);
}

const takenFields = [
  "type",
  "ports",
  "selector",
  "externalIPs",
  "externalName",
  "externalTrafficPolicy",
  "loadBalancerSourceRanges",
  "allocateLoadBalancerNodePorts",
];

// A list of attributes or of addresses says more than a control takes from it, and stays a text as well.
const takenAnnotations: ReadonlySet<string> = new Set([
  awsScheme,
  awsInternal,
  ...clouds.flatMap(({ scheme }) =>
    scheme.filter(({ values }) => !Object.hasOwn(values, "*")).map(({ annotation }) => annotation),
  ),
  ...sourceRangeAnnotations,
  ...proxyProtocolAnnotations,
  ...tlsAnnotations,
  ...tlsVersionAnnotations,
  ...backendTlsAnnotations,
  ...accessLogAnnotations.slice(0, 1),
  ...dnsAnnotations,
]);
