import type { ClientIp } from "../controls/client-ip.ts";
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
 * nodes translate addresses (ServiceSpec); with `Local` the client's own.
 */
export function readServiceClientIp(service: ServiceObject): ClientIp {
  const { resource, spec } = service;
  if (usesProxyProtocol(service)) return { from: "proxy-protocol", by: "" };
  const targets = annotationValue(resource, "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type");
  // Targets by IP are reached without a hop over a node.
  const direct = isAwsController(service) && targets === "ip";
  const seen = direct ? seesClients(service) === true : spec.externalTrafficPolicy === "Local";
  return { from: seen ? "socket" : "hidden", by: "" };
}

function usesProxyProtocol({ resource }: ServiceObject): boolean {
  const values = proxyProtocolAnnotations.map((key) => annotationValue(resource, key));
  if (values.some((value) => value !== undefined && !/^(false|0|no|off|none)$/i.test(value))) return true;
  const attributes = "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes";
  return isOn(attributeValue(annotationValue(resource, attributes), "proxy_protocol_v2.enabled")) === true;
}
