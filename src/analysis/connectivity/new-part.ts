import { cidrsOf } from "../exposure/address-set.ts";
import { isEmpty, isInternet } from "./address-kinds.ts";
import { mayShare } from "./compare/compare-target.ts";
import type { Flow } from "./connectivity-change.ts";
import { isEverywhere } from "./describe-peers.ts";
import { joinedFlowPeers, joinedPorts } from "./flow-sets.ts";
import { meet } from "./label-box.ts";
import { commonNames } from "./name-algebra.ts";
import { normalPorts } from "./normal-ports.ts";
import type { PeerSet, PodBox } from "./peer-set.ts";

// A sentence names a few; what it names is found among the first of them.
const mostRead = 200;

/**
 * Of a rule as people wrote it, the parts that changed something. Exact differences are often long lists of blocks and ranges: where
 * they are longer than what stands in the rule, the rule speaks.
 */
export function newParts(shown: readonly Flow[], flows: readonly Flow[]): readonly Flow[] {
  return shown.slice(0, mostRead).flatMap((rule) => {
    const own = flows.slice(0, mostRead).filter(({ ports }) => mayShare(rule.ports, ports));
    if (own.length === 0) return [];
    const gained = joinedFlowPeers(own);
    return [{ ...rule, peers: newPeers(rule.peers, gained), ports: newPorts(rule.ports, joinedPorts(own)) }];
  });
}

function newPeers(rule: PeerSet, gained: PeerSet): PeerSet {
  if (isEverywhere(rule) && isInternet(gained.addresses)) return rule;
  const boxes = gained.pods.slice(0, mostRead);
  return {
    pods: rule.pods.slice(0, mostRead).filter((box) => boxes.some((other) => overlap(box, other))),
    addresses: newAddresses(rule.addresses, gained.addresses),
    named: gained.named.everyName ? rule.named : commonNames(rule.named, gained.named),
  };
}

function newAddresses(rule: PeerSet["addresses"], gained: PeerSet["addresses"]): PeerSet["addresses"] {
  if (isEmpty(gained)) return gained;
  if (isInternet(rule) && isInternet(gained)) return rule;
  return count(gained) <= count(rule) ? gained : rule;
}

function count(addresses: PeerSet["addresses"]): number {
  const { v4, v6 } = addresses;
  return v4.length + v6.length > mostRead ? v4.length + v6.length : cidrsOf(addresses).length;
}

function newPorts(rule: Flow["ports"], gained: Flow["ports"]): Flow["ports"] {
  const exact = normalPorts(gained);
  const written = normalPorts(rule);
  if (written === "every" || exact === "every") return written;
  return exact.length <= written.length ? exact : written;
}

function overlap(a: PodBox, b: PodBox): boolean {
  return meet(a.namespace, b.namespace) !== undefined && meet(a.pod, b.pod) !== undefined;
}
