import { union } from "../exposure/address-set.ts";
import type { Flow } from "./connectivity-change.ts";
import { joinedNames } from "./name-algebra.ts";
import type { PeerSet } from "./peer-set.ts";
import type { PortSet } from "./port-set.ts";

/** The peers of all flows together, pods as they stand there. */
export function joinedFlowPeers(flows: readonly Flow[]): PeerSet {
  return {
    pods: flows.flatMap(({ peers }) => peers.pods),
    addresses: union(...flows.map(({ peers }) => peers.addresses)),
    named: joinedNames(flows.map(({ peers }) => peers.named)),
  };
}

export function joinedPorts(flows: readonly Pick<Flow, "ports">[]): PortSet {
  const ranges = flows.flatMap(({ ports }) => (ports === "every" ? [] : ports));
  return flows.some(({ ports }) => ports === "every") ? "every" : ranges;
}
