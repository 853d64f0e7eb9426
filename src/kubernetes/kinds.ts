/**
 * What a kind means to us: `exposure` and `access` are modelled; `supporting` kinds only give others their meaning;
 * `opaque` kinds are protected but not modelled yet, so that any change to one is an unknown; `generator` kinds produce manifests.
 */
export type KindTopic = "exposure" | "access" | "supporting" | "opaque" | "generator";

/** The topic of a kind in its API group (`""` for core), or undefined for a kind that none of our facts depend on. */
export function topicOf(group: string, kind: string): KindTopic | undefined {
  return topics.get(`${group}/${kind}`);
}

/** Whether some API group has a kind of this name that is exposure, access or opaque. */
export function isProtectedKindName(kind: string): boolean {
  return protectedNames.has(kind);
}

const table: Readonly<Record<KindTopic, Readonly<Record<string, readonly string[]>>>> = {
  exposure: {
    "networking.k8s.io": ["Ingress"],
    extensions: ["Ingress"],
  },
  access: {
    "rbac.authorization.k8s.io": ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
  },
  supporting: {
    "": ["Namespace", "ServiceAccount"],
    "networking.k8s.io": ["IngressClass"],
  },
  opaque: {
    // `Route` and the role kinds stood in OpenShift's core group before they moved to groups of their own.
    "": ["Service", "Route", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
    "route.openshift.io": ["Route"],
    "authorization.openshift.io": ["Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding"],
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
      "BackendTLSPolicy",
    ],
    "gateway.networking.x-k8s.io": ["XListenerSet", "XBackendTrafficPolicy"],
    "traefik.io": ["IngressRoute", "IngressRouteTCP", "IngressRouteUDP", "Middleware", "MiddlewareTCP", "TLSOption"],
    "traefik.containo.us": [
      "IngressRoute",
      "IngressRouteTCP",
      "IngressRouteUDP",
      "Middleware",
      "MiddlewareTCP",
      "TLSOption",
    ],
    "projectcontour.io": ["HTTPProxy", "TLSCertificateDelegation"],
    "contour.heptio.com": ["IngressRoute"],
    "networking.istio.io": ["Gateway", "VirtualService", "EnvoyFilter"],
    "extensions.istio.io": ["WasmPlugin"],
    "security.istio.io": ["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"],
    "k8s.nginx.org": ["VirtualServer", "VirtualServerRoute", "TransportServer", "Policy"],
    "getambassador.io": ["Mapping", "TCPMapping", "Host", "FilterPolicy"],
    "x.getambassador.io": ["AmbassadorMapping", "AmbassadorTCPMapping", "AmbassadorHost"],
    "networking.k8s.io": ["NetworkPolicy"],
    extensions: ["NetworkPolicy"],
    "projectcalico.org": ["NetworkPolicy", "GlobalNetworkPolicy"],
    "crd.projectcalico.org": ["NetworkPolicy", "GlobalNetworkPolicy"],
    "cilium.io": ["CiliumNetworkPolicy", "CiliumClusterwideNetworkPolicy"],
    // Who may deploy what, and from where, through Argo CD.
    "argoproj.io": ["AppProject"],
    // What routes refer to for authentication and access: taking it away opens them.
    "configuration.konghq.com": ["KongPlugin", "KongClusterPlugin", "KongIngress", "TCPIngress", "UDPIngress"],
    "gateway.envoyproxy.io": ["SecurityPolicy", "EnvoyPatchPolicy", "EnvoyExtensionPolicy", "HTTPRouteFilter"],
    "kuadrant.io": ["AuthPolicy"],
    "cloud.google.com": ["BackendConfig"],
    "networking.gke.io": ["FrontendConfig", "GCPBackendPolicy", "GCPGatewayPolicy"],
    "elbv2.k8s.aws": ["IngressClassParams", "TargetGroupBinding"],
    "serving.knative.dev": ["DomainMapping"],
    "policy.networking.k8s.io": ["AdminNetworkPolicy", "BaselineAdminNetworkPolicy", "ClusterNetworkPolicy"],
  },
  generator: {
    "helm.toolkit.fluxcd.io": ["HelmRelease"],
    "helm.fluxcd.io": ["HelmRelease"],
    "helm.cattle.io": ["HelmChart", "HelmChartConfig"],
    "kustomize.toolkit.fluxcd.io": ["Kustomization"],
    // Where Flux fetches charts and manifests from: another URL means other content.
    "source.toolkit.fluxcd.io": ["GitRepository", "OCIRepository", "HelmRepository", "Bucket"],
    "argoproj.io": ["Application", "ApplicationSet"],
  },
};

const topics = new Map<string, KindTopic>();
const protectedNames = new Set<string>();
const names = new Set<string>();
for (const [topic, groups] of Object.entries(table) as [KindTopic, Record<string, readonly string[]>][]) {
  for (const [group, kinds] of Object.entries(groups)) {
    for (const kind of kinds) {
      topics.set(`${group}/${kind}`, topic);
      names.add(kind);
      if (topic === "exposure" || topic === "access" || topic === "opaque") protectedNames.add(kind);
    }
  }
}

/** The name of every kind that has a topic in some group. */
export const kindNames: ReadonlySet<string> = names;
