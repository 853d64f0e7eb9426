import { everyAddress, noAddress } from "../../exposure/address-set.ts";
import { addressesOnly, everyPeer, isWithinPeers, joinedPeers, namesOnly, noPeer, podsOnly } from "../peer-algebra.ts";
import type { PeerSet } from "../peer-set.ts";
import { everyPod } from "../pod-algebra.ts";

/** The entities that make up the cluster, besides its pods. */
export const inCluster: readonly string[] = [
  "host",
  "remote-node",
  "init",
  "ingress",
  "health",
  "unmanaged",
  "kube-apiserver",
];

/** Everything outside of the cluster: whoever is known by a DNS name is there too. */
const world: PeerSet = joinedPeers([addressesOnly(everyAddress), namesOnly(["name:*"])]);

/** Everybody whom Cilium tells apart by entities: whoever admits these admits everything. */
export function isEveryEntity(peers: PeerSet): boolean {
  const { named } = peers;
  if (named.everyName || !inCluster.every((entity) => named.names.has(`entity:${entity}`))) return false;
  return isWithinPeers(joinedPeers([world, podsOnly(everyPod)]), peers);
}

/** The peers that have a label `reserved:…`. */
export function reservedPeers(name: string): PeerSet | undefined {
  return name === "all" || name === "cluster" ? undefined : entityPeers(name);
}

/** The peers of an entity (docs.cilium.io, "Layer 3 Policies", entities); undefined if there is none of the name. */
export function entityPeers(name: string): PeerSet | undefined {
  if (inCluster.includes(name)) return namesOnly([`entity:${name}`]);
  switch (name) {
    case "all":
      return everyPeer;
    case "world":
      return world;
    case "world-ipv4":
      return addressesOnly({ ...noAddress, v4: everyAddress.v4 });
    case "world-ipv6":
      return addressesOnly({ ...noAddress, v6: everyAddress.v6 });
    case "cluster":
      return joinedPeers([podsOnly(everyPod), namesOnly(inCluster.map((entity) => `entity:${entity}`))]);
    case "none":
      return noPeer;
    default:
      return undefined;
  }
}
