import type { ClientIp } from "../controls/client-ip.ts";
import { hasPlaceholder } from "../host-pattern.ts";
import { asText } from "../plain-fields.ts";
import { annotationValue, attributeValue, isOn } from "./annotation-value.ts";
import { isAwsController } from "./load-balancer-reach.ts";
import { seesClients } from "./read-source-range.ts";
import type { ServiceObject } from "./service-object.ts";

/** Annotations that switch the PROXY protocol on, by cloud. */
export const proxyProtocolAnnotations: readonly string[] = [
  "service.beta.kubernetes.io/aws-load-balancer-proxy-protocol",
  "service.beta.kubernetes.io/do-loadbalancer-enable-proxy-protocol",
  "service.beta.kubernetes.io/scw-loadbalancer-proxy-protocol-v2",
  "service.beta.kubernetes.io/oci-load-balancer-connection-configuration-proxy-protocol-version",
  "service.beta.kubernetes.io/linode-loadbalancer-proxy-protocol",
  "loadbalancer.openstack.org/proxy-protocol",
  "load-balancer.hetzner.cloud/uses-proxyprotocol",
];

/**
 * Which address the pods see as the client's: with `externalTrafficPolicy: Cluster`, the default, a node's, because the
 * nodes translate addresses (ServiceSpec); with `Local` the client's own. A template is no promise to show it.
 */
export function readServiceClientIp(service: ServiceObject): ClientIp {
  const { resource, spec } = service;
  if (usesProxyProtocol(service)) return { from: "proxy-protocol", by: "" };
  const targets = annotationValue(resource, "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type");
  // Targets by IP are reached without a hop over a node.
  if (isAwsController(service) && targets === "ip")
    return { from: seesClients(service) === true ? "socket" : "hidden", by: "" };
  const policy = asText(spec.externalTrafficPolicy) ?? "Cluster";
  if (policy === "Local") return { from: "socket", by: "" };
  return { from: "hidden", by: policy === "Cluster" ? "" : policy };
}

// Clouds ask for "true", `*`, or a version. A value that a template fills in is compared as text.
function usesProxyProtocol({ resource }: ServiceObject): boolean {
  const attributes = "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes";
  const values = proxyProtocolAnnotations.map((key) => annotationValue(resource, key));
  return (
    values.some((value) => value !== undefined && !/^(false|0|no|off|none)$/i.test(value) && !hasPlaceholder(value)) ||
    isOn(attributeValue(annotationValue(resource, attributes), "proxy_protocol_v2.enabled")) === true
  );
}
