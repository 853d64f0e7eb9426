import { topicOf } from "../../../kubernetes/kinds.ts";
import type { Resource } from "../../../kubernetes/resource.ts";

/**
 * Whether an object lets somebody in, such as a route or a grant, or keeps others out. A kind that is not known to open
 * anything counts as a guard: that one of them is not applied is the worse case.
 */
export function roleOf({ group, kind }: Pick<Resource, "group" | "kind">): "guard" | "opening" {
  const topic = topicOf(group, kind);
  return topic === "access" || topic === "privilege" || openings.has(kind) ? "opening" : "guard";
}

const openings: ReadonlySet<string> = new Set([
  "Service",
  "Endpoints",
  "EndpointSlice",
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "AccessEntry",
  "PodIdentityAssociation",
  "IAMIdentityMapping",
  "AzureIdentity",
  "AzureIdentityBinding",
  "Ingress",
  "Route",
  "GatewayClass",
  "Gateway",
  "ListenerSet",
  "XListenerSet",
  "HTTPRoute",
  "GRPCRoute",
  "TLSRoute",
  "TCPRoute",
  "UDPRoute",
  "ReferenceGrant",
  "ReferencePolicy",
  "Backend",
  "IngressRoute",
  "IngressRouteTCP",
  "IngressRouteUDP",
  "TraefikService",
  "HTTPProxy",
  "TLSCertificateDelegation",
  "VirtualService",
  "ServiceEntry",
  "VirtualServer",
  "VirtualServerRoute",
  "TransportServer",
  "Mapping",
  "TCPMapping",
  "Host",
  "AmbassadorMapping",
  "AmbassadorTCPMapping",
  "AmbassadorHost",
  "TCPIngress",
  "UDPIngress",
  "ManagedCertificate",
  "TargetGroupBinding",
  "DomainMapping",
]);
