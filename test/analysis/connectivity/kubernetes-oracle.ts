/**
 * What NetworkPolicies of Kubernetes admit, decided for one pod, one peer and one port after the other on manifests as they are
 * written (types.go of networking.k8s.io/v1). Nothing is taken from the code under test.
 */

type Labels = Readonly<Record<string, string>>;

interface Selector {
  readonly matchLabels?: Labels;
  readonly matchExpressions?: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values?: readonly string[];
  }[];
}

interface PeerItem {
  readonly podSelector?: Selector;
  readonly namespaceSelector?: Selector;
  readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

interface PortItem {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

interface RuleManifest {
  readonly from?: readonly PeerItem[] | null;
  readonly to?: readonly PeerItem[] | null;
  readonly ports?: readonly PortItem[] | null;
}

export interface PolicyManifest {
  readonly apiVersion: "networking.k8s.io/v1";
  readonly kind: "NetworkPolicy";
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly podSelector?: Selector | null;
    readonly policyTypes?: readonly ("Ingress" | "Egress")[] | null;
    readonly ingress?: readonly RuleManifest[] | null;
    readonly egress?: readonly RuleManifest[] | null;
  };
}

export interface Pod {
  readonly namespace: string;
  /** Labels of the namespace. */
  readonly namespaceLabels: Labels;
  readonly labels: Labels;
  readonly ports: readonly { readonly name?: string; readonly protocol?: string; readonly containerPort: number }[];
  readonly hostNetwork: boolean;
}

/** A pod, an IPv4 address outside of the cluster, or something that only plugins other than Kubernetes' own can name. */
export type Peer = { readonly pod: Pod } | { readonly address: string } | { readonly entity: string };

/** A port of the receiving pod. A name stands for itself where the receiving pod does not have it: more cannot be told then. */
export interface Port {
  readonly protocol: string;
  readonly port: number | string;
}

export type Way = "ingress" | "egress";

export function admits(policies: readonly PolicyManifest[], pod: Pod, way: Way, peer: Peer, port: Port): boolean {
  const own = isolating(policies, pod, way);
  if (own.length === 0) return true;
  return own.some(({ metadata, spec }) =>
    (spec[way] ?? []).some((rule) => {
      const peers = (way === "ingress" ? rule.from : rule.to) ?? [];
      const ports = rule.ports ?? [];
      const receiver = way === "ingress" ? pod : "pod" in peer ? peer.pod : undefined;
      return (
        (peers.length === 0 || peers.some((item) => isPeer(item, metadata.namespace, peer))) &&
        (ports.length === 0 || ports.some((item) => isPort(item, port, receiver)))
      );
    }),
  );
}

export function isolating(policies: readonly PolicyManifest[], pod: Pod, way: Way): readonly PolicyManifest[] {
  if (pod.hostNetwork) return [];
  return policies.filter(
    ({ metadata, spec }) =>
      metadata.namespace === pod.namespace && matches(spec.podSelector ?? {}, pod.labels) && hasType(spec, way),
  );
}

/** Whether a rule of policies that select the pod mentions a name of a port. */
export function mentions(policies: readonly PolicyManifest[], pod: Pod, way: Way, { protocol, port }: Port): boolean {
  const rules = isolating(policies, pod, way).flatMap(({ spec }) => spec[way] ?? []);
  return rules.some(({ ports }) =>
    (ports ?? []).some((item) => item.port === port && (item.protocol ?? "TCP") === protocol),
  );
}

function hasType({ policyTypes, egress }: PolicyManifest["spec"], way: Way): boolean {
  if (policyTypes && policyTypes.length > 0) return policyTypes.includes(way === "ingress" ? "Ingress" : "Egress");
  return way === "ingress" || (egress ?? []).length > 0;
}

function isPeer({ podSelector, namespaceSelector, ipBlock }: PeerItem, ownNamespace: string, peer: Peer): boolean {
  if (ipBlock) {
    return (
      "address" in peer &&
      inBlock(ipBlock.cidr, peer.address) &&
      !(ipBlock.except ?? []).some((cidr) => inBlock(cidr, peer.address))
    );
  }
  if (!("pod" in peer)) return false;
  const { namespace, namespaceLabels, labels } = peer.pod;
  const inNamespace = namespaceSelector
    ? matches(namespaceSelector, { ...namespaceLabels, "kubernetes.io/metadata.name": namespace })
    : namespace === ownNamespace;
  return inNamespace && matches(podSelector ?? {}, labels);
}

function isPort(
  { protocol = "TCP", port: wanted, endPort }: PortItem,
  { protocol: own, port }: Port,
  receiver: Pod | undefined,
): boolean {
  if (own !== protocol) return false;
  if (wanted === undefined) return true;
  if (typeof port === "string") return wanted === port || (wanted === 1 && endPort === 65_535);
  if (typeof wanted === "number") return wanted <= port && port <= (endPort ?? wanted);
  return (receiver?.ports ?? []).some(
    (item) => item.name === wanted && (item.protocol ?? "TCP") === own && item.containerPort === port,
  );
}

function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  for (const [key, value] of Object.entries(matchLabels)) if (labels[key] !== value) return false;
  for (const { key, operator, values = [] } of matchExpressions) {
    const value = labels[key];
    if (operator === "In" && (value === undefined || !values.includes(value))) return false;
    if (operator === "NotIn" && value !== undefined && values.includes(value)) return false;
    if (operator === "Exists" && value === undefined) return false;
    if (operator === "DoesNotExist" && value !== undefined) return false;
  }
  return true;
}

function inBlock(cidr: string, address: string): boolean {
  const [base = "", length = "32"] = cidr.split("/");
  const size = 2 ** (32 - Number(length));
  return Math.floor(numberOf(base) / size) === Math.floor(numberOf(address) / size);
}

function numberOf(address: string): number {
  return address.split(".").reduce((sum, part) => sum * 256 + Number(part), 0);
}
