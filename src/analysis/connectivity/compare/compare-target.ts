import { everyAddress, isSubset, noAddress } from "../../exposure/address-set.ts";
import { admittedPeers, isIsolated, type PlacedRule, rulesOf } from "../admitted.ts";
import { isEveryEntity } from "../cilium/entities.ts";
import type { Flow } from "../connectivity-change.ts";
import type { ConnectivityState } from "../connectivity-state.ts";
import {
  commonPeers,
  isNoPeer,
  isWithinPeers,
  joinedPeers,
  minusPeers,
  namesOnly,
  peersText,
} from "../peer-algebra.ts";
import type { PeerSet } from "../peer-set.ts";
import type { PodClass } from "../pod-class.ts";
import { coversSegment, rangesOf, resolveNames, type Segment, segmentsOf } from "../port-algebra.ts";
import type { PortSet } from "../port-set.ts";
import type { TrafficDirection, TrafficPolicy } from "../traffic-policy.ts";
import type { TargetPair } from "./targets.ts";

/** What the pods of one target may do now and could not before, and the other way around. */
export interface TargetDiff {
  readonly pair: TargetPair;
  readonly traffic: TrafficDirection;
  readonly wasIsolated: boolean;
  readonly isIsolated: boolean;
  readonly gained: readonly Flow[];
  readonly lost: readonly Flow[];
  /** The policies that select the pods. */
  readonly before: readonly TrafficPolicy[];
  readonly after: readonly TrafficPolicy[];
}

/** Undefined where nothing differs. */
export function compareTarget(
  pair: TargetPair,
  traffic: TrafficDirection,
  states: { readonly before: ConnectivityState; readonly after: ConnectivityState },
  sameWhere: (before: readonly TrafficPolicy[], after: readonly TrafficPolicy[]) => boolean,
): TargetDiff | undefined {
  const selecting = {
    before: states.before.written(pair.before, traffic),
    after: states.after.written(pair.after, traffic),
  };
  if (selecting.before.length + selecting.after.length === 0) return undefined;
  if (sameWhere(selecting.before, selecting.after) && samePorts(pair)) return undefined;
  const before = withNumbers(selecting.before.map(states.before.resolve), traffic, pair.before);
  const after = withNumbers(selecting.after.map(states.after.resolve), traffic, pair.after);
  const segments = segmentsOf([...rulesOf(before, traffic), ...rulesOf(after, traffic)].map(({ rule }) => rule.ports));
  const admitted = segments.map((segment) => ({
    segment,
    before: admittedPeers(before, traffic, segment),
    after: admittedPeers(after, traffic, segment),
  }));
  const gained = flowsOf(
    admitted.map(({ segment, ...sets }) => ({ segment, from: sets.before, to: sets.after })),
    states.after,
  );
  const lost = flowsOf(
    admitted.map(({ segment, ...sets }) => ({ segment, from: sets.after, to: sets.before })),
    states.before,
  );
  const wasIsolated = isIsolated(before, traffic);
  const isNow = isIsolated(after, traffic);
  // A policy that isolates pods and admits everything is none, as far as connections go.
  if (gained.length + lost.length === 0) return undefined;
  return { pair, traffic, wasIsolated, isIsolated: isNow, gained, lost, before, after };
}

/** The rules of policies that decide about some of the flows with one of the actions. */
export function decidingRules(
  policies: readonly TrafficPolicy[],
  traffic: TrafficDirection,
  flows: readonly Flow[],
  allows: boolean,
): readonly PlacedRule[] {
  return rulesOf(policies, traffic).filter(
    ({ rule }) =>
      (rule.action === "allow") === allows &&
      flows.some((flow) => mayShare(rule.ports, flow.ports) && !isNoPeer(commonPeers(rule.peers, flow.peers))),
  );
}

/** Whether two sets have a port in common. */
export function mayShare(rule: Flow["ports"], flow: Flow["ports"]): boolean {
  return segmentsOf([rule, flow]).some((segment) => coversSegment(rule, segment) && coversSegment(flow, segment));
}

/** Only the receiving pods resolve names of ports: those of the target itself for ingress. A name that they lack lets nothing in. */
function withNumbers(
  policies: readonly TrafficPolicy[],
  traffic: TrafficDirection,
  { workload }: PodClass,
): readonly TrafficPolicy[] {
  if (traffic === "egress" || !workload) return policies;
  const numbers = (ports: PortSet): PortSet => {
    const resolved = resolveNames(ports, workload.ports);
    return resolved === "every" ? resolved : resolved.filter((range) => !("name" in range));
  };
  return policies.map((policy) => {
    if (!policy.ingress) return policy;
    const rules = policy.ingress.rules.map((rule) => ({ ...rule, ports: numbers(rule.ports) }));
    return { ...policy, ingress: { ...policy.ingress, rules } };
  });
}

function samePorts({ before, after }: TargetPair): boolean {
  return JSON.stringify(before.workload?.ports ?? []) === JSON.stringify(after.workload?.ports ?? []);
}

interface Step {
  readonly segment: Segment;
  readonly from: PeerSet;
  readonly to: PeerSet;
}

/** Whoever has a DNS name has an address: where every address was admitted, every name was. */
function gainedPeers({ from, to }: Step): PeerSet {
  const gained = minusPeers(to, from);
  const isNamed = !gained.named.everyName && gained.named.names.size > 0;
  return isNamed && isSubset({ ...noAddress, v4: everyAddress.v4 }, from.addresses)
    ? minusPeers(gained, namesOnly(["name:*"]))
    : gained;
}

/** What the steps gain, in the state that they lead to. */
function flowsOf(steps: readonly Step[], { existing }: Pick<ConnectivityState, "existing">): readonly Flow[] {
  const groups = new Map<string, { peers: PeerSet; steps: Step[] }>();
  for (const step of steps) {
    const peers = step.from === step.to || isEveryEntity(step.from) ? undefined : existing(gainedPeers(step));
    if (!peers || isNoPeer(peers)) continue;
    const text = peersText(peers);
    const group = groups.get(text);
    if (group) group.steps.push(step);
    else groups.set(text, { peers, steps: [step] });
  }
  const everythingBefore = joinedPeers(steps.map(({ from }) => from));
  return [...groups.values()].map(({ peers, steps: own }) => ({
    peers,
    ports: rangesOf(own.map(({ segment }) => segment)),
    portsKnown: own.every(({ from }) => !isNoPeer(from)),
    peersKnown: isWithinPeers(peers, everythingBefore),
  }));
}
