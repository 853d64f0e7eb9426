import type { FieldPath } from "../../../kubernetes/resource.ts";
import { dnsAnnotations } from "../dns/external-dns.ts";
import type { Aspect, Facet } from "../route.ts";
import { reachAnnotations } from "./load-balancer-reach.ts";
import { accessLogAnnotations } from "./read-access-log.ts";
import { proxyProtocolAnnotations } from "./read-client-ip.ts";
import { sourceRangeAnnotations, sourceRangeCircumstances } from "./read-source-range.ts";
import { backendTlsAnnotations, tlsAnnotations, tlsVersionAnnotations } from "./read-tls.ts";
import type { ServiceObject, ServicePort } from "./service-object.ts";

/** The fields of a Service that a facet of one of its ports follows from. `opening` is what makes it leave the cluster. */
export function serviceFields(
  { resource }: ServiceObject,
  port: ServicePort,
  opening: FieldPath,
  facet: Exclude<Facet, "annotation">,
): readonly Aspect[] {
  const fields: readonly FieldPath[] = fieldsOf[facet] ?? [];
  const annotations = (annotationsOf[facet] ?? [])
    .filter((key) => Object.hasOwn(resource.annotations, key))
    .map((key): FieldPath => ["metadata", "annotations", key]);
  if (facet === "host" || facet === "path" || facet === "condition") return aspects([opening, port.field]);
  if (facet === "backend")
    return aspects([
      ["spec", "selector"],
      [...port.field, "targetPort"],
    ]);
  const found = [...fields, ...annotations];
  return aspects(found.length > 0 ? found : [["metadata", "annotations", annotationsOf[facet]?.[0] ?? ""]]);

  function aspects(paths: readonly FieldPath[]): readonly Aspect[] {
    return paths.map((path) => ({ resource, path }));
  }
}

const fieldsOf: Readonly<Partial<Record<Facet, readonly FieldPath[]>>> = {
  entry: [
    ["spec", "type"],
    ["spec", "allocateLoadBalancerNodePorts"],
    ["spec", "loadBalancerClass"],
    ["spec", "loadBalancerIP"],
  ],
  sourceRange: [["spec", "loadBalancerSourceRanges"]],
  clientIp: [["spec", "externalTrafficPolicy"]],
};

const annotationsOf: Readonly<Partial<Record<Facet, readonly string[]>>> = {
  entry: reachAnnotations,
  sourceRange: [...sourceRangeAnnotations, ...sourceRangeCircumstances],
  clientIp: [...proxyProtocolAnnotations, ...sourceRangeCircumstances],
  tls: tlsAnnotations,
  certificate: tlsAnnotations,
  tlsVersion: tlsVersionAnnotations,
  ciphers: tlsVersionAnnotations,
  backendTls: backendTlsAnnotations,
  accessLog: accessLogAnnotations,
  dns: dnsAnnotations,
};
