/**
 * What a network diagram shows of one state, or of the difference between two: who stands outside, through which doors and host
 * names requests come in, what they reach, and which connections policies allow between pods.
 */
export interface NetworkMap {
  readonly nodes: readonly MapNode[];
  readonly edges: readonly MapEdge[];
  readonly namespaces: readonly MapNamespace[];
  /** The zones of the policy that hold something of the map, in the order of the policy. */
  readonly zones: readonly MapZone[];
  /** What the picture does not show, in sentences. */
  readonly notes: readonly string[];
}

/** The map of a part of a repository. */
export interface NamedMap {
  /** The view of the policy that it shows; empty for what is in none. */
  readonly name: string;
  readonly map: NetworkMap;
}

export type NodeKind =
  /** Who can send packets to a door. */
  | "internet"
  | "private-network"
  | "node-network"
  | "cluster"
  | "unknown-network"
  /** A door: an ingress controller, a Gateway, a load balancer, a port of the nodes. */
  | "entry"
  | "host"
  | "service"
  | "workload"
  /** Everything in a namespace, where the map is too large to show it. */
  | "namespace"
  /** Pods that only a selector of a policy names. */
  | "pods"
  /** What is outside of the cluster: a block of addresses, a DNS name. */
  | "address"
  | "name";

/** Against the state before; everything is `same` where only one state is shown. */
export type MapState = "same" | "added" | "removed" | "changed";

export interface MapNode {
  /** The same for the same thing on both sides. */
  readonly id: string;
  readonly kind: NodeKind;
  /** Untrusted, as is `detail`. */
  readonly label: string;
  /** What kind of thing it is, or what is known about it, in a few words; may be empty. */
  readonly detail: string;
  readonly zone: string | null;
  /** Null for what is in no namespace: hosts, what is outside of the cluster. */
  readonly namespace: string | null;
  readonly state: MapState;
  /** For workloads: the directions in which no policy isolates the pods, so that every connection is allowed. */
  readonly open?: readonly ("ingress" | "egress")[];
  /** How many nodes it stands for, where it stands for several. */
  readonly count?: number;
}

export interface MapEdge {
  readonly from: string;
  readonly to: string;
  /**
   * `route`: requests are sent on. `flow`: policies allow the connection. `blocked`: requests are sent on, and policies do not allow
   * the connection.
   */
  readonly kind: "route" | "flow" | "blocked";
  /** Ports, paths, encryption; untrusted. */
  readonly label: string;
  /** What else protects the connection, for those who look closer; may be empty. Untrusted. */
  readonly detail: string;
  /** Null where it is not known or no matter of the repository. */
  readonly encrypted: boolean | null;
  readonly state: MapState;
  /** The label before a change. */
  readonly was?: string;
}

export interface MapNamespace {
  readonly name: string;
  readonly zone: string | null;
  /** How many of its workloads policies isolate; null where nothing is known of its workloads. */
  readonly isolation: NamespaceIsolation | null;
}

/** Of the workloads of a namespace, those that some policy isolates. */
export interface NamespaceIsolation {
  readonly workloads: number;
  readonly ingress: number;
  readonly egress: number;
}

export interface MapZone {
  readonly name: string;
  /** What the zone is to the PCI DSS assessment. */
  readonly pci: "in-scope" | "connected" | "out" | null;
}

/** Names an edge on both sides. */
export function edgeKey({ from, to, kind }: Pick<MapEdge, "from" | "to" | "kind">): string {
  return `${from}\n${to}\n${kind}`;
}

export function nodesById(map: NetworkMap): ReadonlyMap<string, MapNode> {
  return new Map(map.nodes.map((node) => [node.id, node]));
}

/** The outside from which requests come, by the distance from the cluster. */
export const sourceKinds: readonly NodeKind[] = [
  "internet",
  "unknown-network",
  "private-network",
  "node-network",
  "cluster",
];
