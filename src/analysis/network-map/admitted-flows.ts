import { admittedPeers, isIsolated, rulesOf } from "../connectivity/admitted.ts";
import type { ConnectivityState } from "../connectivity/connectivity-state.ts";
import { isNoPeer, peersText } from "../connectivity/peer-algebra.ts";
import type { PeerSet } from "../connectivity/peer-set.ts";
import type { PodClass } from "../connectivity/pod-class.ts";
import { rangesOf, resolveNames, segmentsOf } from "../connectivity/port-algebra.ts";
import type { PortSet } from "../connectivity/port-set.ts";
import type { TrafficDirection, TrafficPolicy } from "../connectivity/traffic-policy.ts";
import { grouped } from "../exposure/grouped.ts";

/** Peers that policies admit, on these ports. */
export interface AdmittedFlow {
  readonly peers: PeerSet;
  readonly ports: PortSet;
}

/** What policies admit for some pods; `open` where none isolates them, so that everything is admitted. */
export type Admitted = "open" | readonly AdmittedFlow[];

/** Answers for the pods of one state. Pods that the same policies select are asked once. */
export function admittedIn(state: ConnectivityState): (pods: PodClass, direction: TrafficDirection) => Admitted {
  const numbers = new Map<TrafficPolicy, number>();
  const known = new Map<string, Admitted>();
  const numberOf = (policy: TrafficPolicy) => {
    const number = numbers.get(policy) ?? numbers.size;
    numbers.set(policy, number);
    return number;
  };
  return (pods, direction) => {
    const policies = state.selecting(pods, direction);
    if (!isIsolated(policies, direction)) return "open";
    // Only the receiving pods resolve the names of ports.
    const ports = direction === "ingress" ? (pods.workload?.ports ?? []) : [];
    const key = JSON.stringify([direction, policies.map(numberOf), ports]);
    const answer = known.get(key) ?? flowsOf(withNumbers(policies, ports), direction);
    known.set(key, answer);
    return answer;
  };
}

function flowsOf(policies: readonly TrafficPolicy[], direction: TrafficDirection): readonly AdmittedFlow[] {
  const segments = segmentsOf(rulesOf(policies, direction).map(({ rule }) => rule.ports));
  const admitted = segments
    .map((segment) => ({ segment, peers: admittedPeers(policies, direction, segment) }))
    .filter(({ peers }) => !isNoPeer(peers));
  return [...grouped(admitted, ({ peers }) => peersText(peers)).values()].flatMap((same) => {
    const [first] = same;
    return first ? [{ peers: first.peers, ports: rangesOf(same.map(({ segment }) => segment)) }] : [];
  });
}

function withNumbers(
  policies: readonly TrafficPolicy[],
  ports: Parameters<typeof resolveNames>[1],
): readonly TrafficPolicy[] {
  if (ports.length === 0) return policies;
  return policies.map((policy) => {
    if (!policy.ingress) return policy;
    const rules = policy.ingress.rules.map((rule) => ({ ...rule, ports: resolveNames(rule.ports, ports) }));
    return { ...policy, ingress: { ...policy.ingress, rules } };
  });
}
