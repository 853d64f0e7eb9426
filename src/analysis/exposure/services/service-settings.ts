import type { FieldPath, Resource } from "../../../kubernetes/resource.ts";
import { weighAnnotation } from "../annotation-weight.ts";
import { dnsAnnotations } from "../dns/external-dns.ts";
import { type FieldSettings, fieldSettings, mergedTexts, weighField } from "../field-settings.ts";
import { hasPlaceholder } from "../host-pattern.ts";
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
  const ofService = settingsOfService(resource);
  const ofPort = fieldSettings(resource, port.field, ["port", "protocol", "targetPort"]);
  return {
    texts: mergedTexts(ofService.texts, ofPort.texts),
    aspects: [...ofService.aspects, ...ofPort.aspects],
  };
}

/** The same without a port. */
export function settingsOfService(resource: Resource): FieldSettings {
  const found = known.get(resource) ?? readSettings(resource);
  known.set(resource, found);
  return found;
}

// A Service may have a thousand ports.
const known = new WeakMap<Resource, FieldSettings>();

function readSettings(resource: Resource): FieldSettings {
  const ofSpec = fieldSettings(resource, ["spec"], takenFields);
  const annotations = Object.entries(resource.annotations).filter(
    ([key, value]) =>
      (!takenAnnotations.has(key) || (switches.has(key) && hasPlaceholder(value))) && weighAnnotation(key) !== "none",
  );
  const aspects = annotations.map(([key]) => ({
    resource,
    path: ["metadata", "annotations", key] satisfies FieldPath,
  }));
  return {
    texts: mergedTexts(ofSpec.texts, Object.fromEntries(annotations)),
    aspects: [...aspects, ...ofSpec.aspects],
  };
}

/** Which controller serves a load balancer and which address it gets may matter; how a Service spreads connections does not. */
export function weighServiceSetting(key: string): AnnotationWeight {
  if (!key.startsWith("spec.")) return weighAnnotation(key);
  if (key.startsWith("spec.loadBalancer")) return "protective";
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

// What a template makes of a switch has no value of the control that it sets.
const switches: ReadonlySet<string> = new Set([...proxyProtocolAnnotations, ...accessLogAnnotations.slice(0, 1)]);

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
