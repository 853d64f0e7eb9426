/**
 * What a kind means to us: `exposure`, `access`, `privilege` and `connectivity` are modelled; `supporting` kinds only give others their meaning, and
 * `routing-support` kinds only give meaning to routes; `opaque` kinds are protected but not modelled yet, so that any change to
 * one is an unknown; `generator` kinds produce manifests. An object of an exposure kind that no reader of routes understood
 * is treated like an opaque one.
 */
export type KindTopic =
  | "exposure"
  | "access"
  | "privilege"
  | "connectivity"
  | "supporting"
  | "routing-support"
  | "opaque"
  | "generator";

/** The topic of a kind in its API group (`""` for core), or undefined for a kind that none of our facts depend on. */
export function topicOf(group: string, kind: string): KindTopic | undefined {
  return topics.get(`${group}/${kind}`);
}

/** Whether an object is a network policy, or what policies of a vendor refer to: sets of addresses, tiers. */
export function isOfConnectivity({ group, kind }: { readonly group: string; readonly kind: string }): boolean {
  return topicOf(group, kind) === "connectivity";
}

/** Whether a change to objects of the topic's kinds is a security event of its own. */
export function isProtectedTopic(topic: KindTopic | undefined): boolean {
  return topic !== undefined && protectedTopics.has(topic);
}

const protectedTopics: ReadonlySet<KindTopic> = new Set(["exposure", "access", "privilege", "connectivity", "opaque"]);

/** Whether a change to the object is a security event of its own. */
export function isProtectedObject({ group, kind }: { readonly group: string; readonly kind: string }): boolean {
  return isProtectedTopic(topicOf(group, kind));
}

/** Whether some API group has a protected kind of this name. */
export function isProtectedKindName(kind: string): boolean {
  return protectedNames.has(kind);
}

/** Whether objects of the kind are pods, or make pods of a template. */
export function isWorkloadKind(group: string, kind: string): boolean {
  return workloadNames.has(kind) && topicOf(group, kind) === "routing-support";
}

/** The name of every kind of workload. */
export const workloadNames: ReadonlySet<string> = new Set([
  "Deployment",
  "DaemonSet",
  "StatefulSet",
  "ReplicaSet",
  "ReplicationController",
  "Pod",
  "Job",
  "CronJob",
  "DeploymentConfig",
  "Rollout",
]);

/** A workload that routes depend on: it takes ports of its node, or is an edge controller itself. */
export const routingText = /hostPort|hostNetwork|ingress|traefik|contour|haproxy|kong|external-dns/i;

/** A workload that names who it acts as, or leaves a mesh. */
const accountText =
  /serviceAccount|iam\.amazonaws\.com|azure\.workload\.identity|aadpodidbinding|sidecar\.istio\.io\/inject|istio\.io\/dataplane-mode|linkerd\.io\/inject/i;

/**
 * Kinds that every repository is full of and that rarely matter: a document of one is worth parsing only if its text matches.
 * A ConfigMap matters if it configures an edge controller or says who may do what. A workload that does not match still
 * matters to network policies, for the pods that it makes.
 */
export const relevantTexts: readonly { readonly kinds: ReadonlySet<string>; readonly text: RegExp }[] = [
  { kinds: workloadNames, text: new RegExp(`${routingText.source}|${accountText.source}`, "i") },
  {
    kinds: new Set(["ConfigMap"]),
    // The last ones are headers, which an Ingress can take from a ConfigMap.
    text: /ingress|traefik|contour|haproxy|kong|envoy-gateway|external-dns|istio|aws-auth|argocd-(?:rbac-)?cm|tcp-services|udp-services|x-frame-options|content-security-policy|x-content-type-options|referrer-policy|permissions-policy|strict-transport-security|(?:remote|forwarded|auth|authenticated)-(?:user|email|groups?)|x-(?:user|email|groups?|roles?)\b|authorization:/i,
  },
];

const table: Readonly<Record<KindTopic, Readonly<Record<string, readonly string[]>>>> = {
  exposure: {
    // `Route` stood in OpenShift's core group before it moved to a group of its own.
    "": ["Service", "Route"],
    "networking.k8s.io": ["Ingress"],
    extensions: ["Ingress"],
    "route.openshift.io": ["Route"],
    "gateway.networking.k8s.io": [
      "GatewayClass",
      "Gateway",
      "ListenerSet",
      "HTTPRoute",
      "GRPCRoute",
      "TLSRoute",
      "TCPRoute",
      "UDPRoute",
      "ReferenceGrant",
      "ReferencePolicy",
      "BackendTLSPolicy",
    ],
    "gateway.networking.x-k8s.io": ["XListenerSet", "XBackendTrafficPolicy"],
    "gateway.envoyproxy.io": [
      "SecurityPolicy",
      "ClientTrafficPolicy",
      "BackendTrafficPolicy",
      "EnvoyPatchPolicy",
      "EnvoyExtensionPolicy",
      "HTTPRouteFilter",
      "Backend",
      "EnvoyProxy",
    ],
    "traefik.io": traefikKinds(),
    "traefik.containo.us": traefikKinds(),
    "projectcontour.io": ["HTTPProxy", "TLSCertificateDelegation", "ExtensionService", "ContourConfiguration"],
    "contour.heptio.com": ["IngressRoute"],
    "networking.istio.io": ["Gateway", "VirtualService", "DestinationRule", "ServiceEntry", "EnvoyFilter"],
    "extensions.istio.io": ["WasmPlugin"],
    "security.istio.io": ["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"],
    "k8s.nginx.org": ["VirtualServer", "VirtualServerRoute", "TransportServer", "GlobalConfiguration", "Policy"],
    "getambassador.io": [
      "Mapping",
      "TCPMapping",
      "Host",
      "Listener",
      "AuthService",
      "RateLimitService",
      "FilterPolicy",
      "TLSContext",
    ],
    "x.getambassador.io": ["AmbassadorMapping", "AmbassadorTCPMapping", "AmbassadorHost", "AmbassadorListener"],
    "configuration.konghq.com": ["KongPlugin", "KongClusterPlugin", "KongIngress", "TCPIngress", "UDPIngress"],
    "cloud.google.com": ["BackendConfig"],
    "networking.gke.io": ["FrontendConfig", "ManagedCertificate", "GCPBackendPolicy", "GCPGatewayPolicy"],
    "elbv2.k8s.aws": ["IngressClassParams", "TargetGroupBinding"],
    // What asks for Services.
    "triggers.tekton.dev": ["EventListener"],
    "tekton.dev": ["EventListener"],
  },
  access: {
    "rbac.authorization.k8s.io": ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
  },
  privilege: {
    // What pods may be, before OpenShift gave it a group of its own and since.
    "": ["SecurityContextConstraints"],
    "security.openshift.io": ["SecurityContextConstraints"],
    "user.openshift.io": ["Group"],
    // Who may deploy what, and from where, through Argo CD.
    "argoproj.io": ["AppProject"],
  },
  connectivity: {
    "networking.k8s.io": ["NetworkPolicy"],
    extensions: ["NetworkPolicy"],
    "policy.networking.k8s.io": ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"],
    "projectcalico.org": calicoKinds(),
    "crd.projectcalico.org": calicoKinds(),
    "cilium.io": ["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy", "CiliumCIDRGroup"],
  },
  supporting: {
    "": ["Namespace", "ServiceAccount"],
  },
  "routing-support": {
    "": ["ConfigMap", "Pod", "ReplicationController"],
    apps: ["Deployment", "DaemonSet", "StatefulSet", "ReplicaSet"],
    batch: ["Job", "CronJob"],
    "apps.openshift.io": ["DeploymentConfig"],
    "argoproj.io": ["Rollout"],
    "networking.k8s.io": ["IngressClass"],
    extensions: ["IngressClass", "Deployment", "DaemonSet"],
    "cert-manager.io": ["ClusterIssuer", "Issuer", "Certificate"],
  },
  opaque: {
    // The role kinds stood in OpenShift's core group before they moved to groups of their own.
    // Where a Service without a selector leads.
    "": ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding", "Endpoints"],
    "discovery.k8s.io": ["EndpointSlice"],
    // Who of a cloud is who in the cluster, and who pods are to a cloud.
    "eks.services.k8s.aws": ["AccessEntry", "PodIdentityAssociation"],
    "iamauthenticator.k8s.aws": ["IAMIdentityMapping"],
    "aadpodidentity.k8s.io": ["AzureIdentity", "AzureIdentityBinding"],
    "authorization.openshift.io": ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
    "cilium.io": [
      "CiliumEnvoyConfig",
      "CiliumClusterwideEnvoyConfig",
      "CiliumGatewayClassConfig",
      "CiliumLocalRedirectPolicy",
      "CiliumEgressGatewayPolicy",
    ],
    // What hosts let through that no policy is about.
    "projectcalico.org": ["FelixConfiguration"],
    "crd.projectcalico.org": ["FelixConfiguration"],
    // Network policies of other vendors, and who may call whom in other meshes.
    "crd.antrea.io": ["NetworkPolicy", "ClusterNetworkPolicy", "Tier", "ClusterGroup"],
    "k8s.cni.cncf.io": ["MultiNetworkPolicy"],
    "k8s.ovn.org": ["EgressFirewall", "AdminPolicyBasedExternalRoute"],
    "network.openshift.io": ["EgressNetworkPolicy"],
    "policy.linkerd.io": [
      "Server",
      "ServerAuthorization",
      "AuthorizationPolicy",
      "MeshTLSAuthentication",
      "NetworkAuthentication",
    ],
    "kuma.io": ["MeshTrafficPermission", "TrafficPermission"],
    "consul.hashicorp.com": ["ServiceIntentions"],
    // Policies and settings of routes that other vendors add to the kinds that are read.
    "kuadrant.io": ["AuthPolicy", "RateLimitPolicy", "TokenRateLimitPolicy", "TLSPolicy", "DNSPolicy"],
    "gateway.kgateway.dev": [
      "TrafficPolicy",
      "HTTPListenerPolicy",
      "ListenerPolicy",
      "GatewayExtension",
      "GatewayParameters",
      "BackendConfigPolicy",
    ],
    "gateway.nginx.org": [
      "ClientSettingsPolicy",
      "ProxySettingsPolicy",
      "RateLimitPolicy",
      "SnippetsFilter",
      "SnippetsPolicy",
      "AuthenticationFilter",
      "NginxProxy",
    ],
    "gateway.k8s.aws": ["LoadBalancerConfiguration", "TargetGroupConfiguration", "ListenerRuleConfiguration"],
    "alb.networking.azure.io": [
      "FrontendTLSPolicy",
      "BackendTLSPolicy",
      "RoutePolicy",
      "IngressExtension",
      "WebApplicationFirewallPolicy",
    ],
    "hub.traefik.io": ["AccessControlPolicy"],
    "appprotect.f5.com": ["APPolicy", "APUserSig"],
    "appprotectdos.f5.com": ["DosProtectedResource"],
    "configuration.konghq.com": ["KongConsumer", "KongConsumerGroup", "KongCustomEntity"],
    "getambassador.io": ["Module", "Filter", "RateLimit"],
    "networking.istio.io": ["Sidecar", "WorkloadEntry", "ProxyConfig"],
    "telemetry.istio.io": ["Telemetry"],
    "projectcontour.io": ["ContourDeployment"],
    "operator.openshift.io": ["IngressController"],
    "externaldns.k8s.io": ["DNSEndpoint"],
    // What became of it is gateway.networking.k8s.io.
    "networking.x-k8s.io": [
      "GatewayClass",
      "Gateway",
      "HTTPRoute",
      "TLSRoute",
      "TCPRoute",
      "UDPRoute",
      "BackendPolicy",
    ],
    "serving.knative.dev": ["DomainMapping"],
  },
  generator: {
    "helm.toolkit.fluxcd.io": ["HelmRelease"],
    "helm.fluxcd.io": ["HelmRelease"],
    "flux.weave.works": ["HelmRelease"],
    "helm.cattle.io": ["HelmChart", "HelmChartConfig"],
    "kustomize.toolkit.fluxcd.io": ["Kustomization"],
    // Where Flux fetches charts and manifests from: another URL means other content.
    "source.toolkit.fluxcd.io": ["GitRepository", "OCIRepository", "HelmRepository", "Bucket"],
    "argoproj.io": ["Application", "ApplicationSet"],
  },
};

function calicoKinds(): readonly string[] {
  return ["NetworkPolicy", "GlobalNetworkPolicy", "NetworkSet", "GlobalNetworkSet", "Tier", "HostEndpoint"];
}

function traefikKinds(): readonly string[] {
  return [
    "IngressRoute",
    "IngressRouteTCP",
    "IngressRouteUDP",
    "Middleware",
    "MiddlewareTCP",
    "TLSOption",
    "TLSStore",
    "TraefikService",
    "ServersTransport",
    "ServersTransportTCP",
  ];
}

const topics = new Map<string, KindTopic>();
const protectedNames = new Set<string>();
const names = new Set<string>();
for (const [topic, groups] of Object.entries(table) as [KindTopic, Record<string, readonly string[]>][]) {
  for (const [group, kinds] of Object.entries(groups)) {
    for (const kind of kinds) {
      topics.set(`${group}/${kind}`, topic);
      names.add(kind);
      // `Group` is what subjects of bindings are, too: the word alone says nothing.
      if (isProtectedTopic(topic) && kind !== "Group") protectedNames.add(kind);
    }
  }
}

/** The name of every kind that has a topic in some group. */
export const kindNames: ReadonlySet<string> = names;
