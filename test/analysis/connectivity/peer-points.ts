import type { PeerSet } from "../../../src/analysis/connectivity/peer-set.ts";
import { admitsPod } from "../../../src/analysis/connectivity/pod-algebra.ts";
import type { Segment } from "../../../src/analysis/connectivity/port-algebra.ts";
import { coversSegment } from "../../../src/analysis/connectivity/port-algebra.ts";
import type { PortSet, Protocol } from "../../../src/analysis/connectivity/port-set.ts";
import { isSubset, noAddress, parseAddresses } from "../../../src/analysis/exposure/address-set.ts";
import type { Peer, Pod, Port } from "./kubernetes-oracle.ts";
import type { ClusterManifests } from "./random-clusters.ts";

/** The labels that the selectors of random clusters tell apart; nobody selects `fresh`. */
export const everyLabelSet: readonly Readonly<Record<string, string>>[] = [undefined, "a", "b", "fresh"].flatMap(
  (app) =>
    [undefined, "a", "b", "fresh"].map((tier) => ({
      ...(app !== undefined && { app }),
      ...(tier !== undefined && { tier }),
    })),
);

/** What a pod that nobody knows may call its ports; the number is one that policies name in no other way. */
export const possiblePorts: readonly Pod["ports"][] = [
  [],
  ...["http", "sql"].map((name) => ["TCP", "UDP"].map((protocol) => ({ name, protocol, containerPort: 65_535 }))),
];

/** Pods of the declared namespaces and of others, addresses, and what Kubernetes has no word for. The order is that of the names. */
export function peersOf({ namespaces }: ClusterManifests, ports: Pod["ports"] = []): readonly Peer[] {
  const places = [
    ...Object.entries(namespaces).sort(([a], [b]) => (a < b ? -1 : 1)),
    ["elsewhere", {}] as const,
    ["elsewhere", { team: "b" }] as const,
    ["fresh", { team: "a" }] as const,
  ];
  const pods = places.flatMap(([namespace, namespaceLabels]) =>
    everyLabelSet.map((labels): Pod => ({ namespace, namespaceLabels, labels, ports, hostNetwork: false })),
  );
  return [
    ...pods.map((pod) => ({ pod })),
    ...["9.9.9.9", "10.0.0.1", "10.1.2.3", "10.2.0.1", "11.0.0.0"].map((address) => ({ address })),
    { entity: "entity:host" },
  ];
}

/** Ports at the borders of those that random clusters have; of protocols that no policy can name one. */
export const everyPort: readonly Port[] = [
  ...[1, 79, 80, 443, 8080, 65_535, "http", "sql"].map((port) => ({ protocol: "TCP", port })),
  ...[80, 443, 8080, 65_535, "http", "sql"].map((port) => ({ protocol: "UDP", port })),
  { protocol: "ICMP", port: 8 },
];

export function holdsPeer(set: PeerSet, peer: Peer): boolean {
  if ("address" in peer) return isSubset(parseAddresses([peer.address]) ?? noAddress, set.addresses);
  if ("entity" in peer) return set.named.everyName || set.named.names.has(peer.entity);
  const { namespace, namespaceLabels, labels } = peer.pod;
  return admitsPod(set.pods, { ...namespaceLabels, "kubernetes.io/metadata.name": namespace }, labels);
}

export function holdsPort(ports: PortSet, port: Port): boolean {
  return coversSegment(ports, segmentOf(port));
}

/** Whether a port is what a segment stands for. */
export function isIn(segment: Segment, { protocol, port }: Port): boolean {
  if (segment.protocol !== protocol) return false;
  if ("name" in segment) return segment.name === port;
  return typeof port === "number" && segment.first <= port && port <= segment.last;
}

/** The port by its number and by the names that the receiving pod has for it. */
export function waysToSay({ protocol, port }: Port, receiver: Pod | undefined): readonly Port[] {
  const named = (receiver?.ports ?? []).filter(
    (item) => (item.protocol ?? "TCP") === protocol && item.containerPort === port,
  );
  return [{ protocol, port }, ...named.map(({ name = "" }) => ({ protocol, port: name }))];
}

export function hasName({ ports }: Pod, { protocol, port }: Port): boolean {
  return ports.some((item) => item.name === port && (item.protocol ?? "TCP") === protocol);
}

function segmentOf({ protocol, port }: Port): Segment {
  const place = typeof port === "string" ? { name: port } : { first: port, last: port };
  return { protocol: protocol as Protocol, only: null, ...place };
}
