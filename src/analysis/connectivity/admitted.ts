import { commonPeers, everyPeer, isNoPeer, joinedPeers, minusPeers, noPeer } from "./peer-algebra.ts";
import type { PeerSet } from "./peer-set.ts";
import { coversSegment, type Segment } from "./port-algebra.ts";
import type { TrafficDirection, TrafficPolicy, TrafficRule } from "./traffic-policy.ts";

/** A rule together with the policy that has it. */
export interface PlacedRule {
  readonly policy: TrafficPolicy;
  readonly rule: TrafficRule;
}

/**
 * The peers that policies admit on a segment of ports. `policies` are those that select the pods in this direction; without one
 * everything is admitted (kubernetes.io, "Network Policies": default allow).
 */
export function admittedPeers(
  policies: readonly TrafficPolicy[],
  direction: TrafficDirection,
  segment: Segment,
): PeerSet {
  let open = everyPeer;
  let admitted = noPeer;
  for (const tier of tiersOf(policies)) {
    const outcome = decideTier(tier, direction, segment, open);
    admitted = joinedPeers([admitted, outcome.allowed]);
    open = outcome.next;
    if (isNoPeer(open)) return admitted;
  }
  return joinedPeers([admitted, open]);
}

/** Whether a policy refuses what no rule mentions. */
export function isIsolated(policies: readonly TrafficPolicy[], direction: TrafficDirection): boolean {
  return policies.some((policy) => policy[direction]?.isolates);
}

export function rulesOf(policies: readonly TrafficPolicy[], direction: TrafficDirection): readonly PlacedRule[] {
  return policies.flatMap((policy) => (policy[direction]?.rules ?? []).map((rule) => ({ policy, rule })));
}

interface TierOutcome {
  readonly allowed: PeerSet;
  /** What the next tier decides. */
  readonly next: PeerSet;
}

function decideTier(
  policies: readonly TrafficPolicy[],
  direction: TrafficDirection,
  segment: Segment,
  open: PeerSet,
): TierOutcome {
  const rules = rulesOf(inOrder(policies, direction), direction).filter(({ rule }) =>
    coversSegment(rule.ports, segment),
  );
  const isolates = isIsolated(policies, direction);
  // The usual case: everything is still open, and rules only allow.
  if (isolates && open === everyPeer && rules.every(({ rule }) => rule.action === "allow"))
    return { allowed: joinedPeers(rules.map(({ rule }) => rule.peers)), next: noPeer };
  let rest = open;
  const allowed: PeerSet[] = [];
  const passed: PeerSet[] = [];
  for (const { rule } of rules) {
    const match = commonPeers(rule.peers, rest);
    if (rule.action === "allow") allowed.push(match);
    if (rule.action === "pass") passed.push(match);
    rest = minusPeers(rest, match);
  }
  return { allowed: joinedPeers(allowed), next: isolates ? joinedPeers(passed) : joinedPeers([...passed, rest]) };
}

function tiersOf(policies: readonly TrafficPolicy[]): readonly (readonly TrafficPolicy[])[] {
  const tiers = new Map<number, TrafficPolicy[]>();
  for (const policy of policies) {
    const tier = tiers.get(policy.precedence.tier);
    if (tier) tier.push(policy);
    else tiers.set(policy.precedence.tier, [policy]);
  }
  return [...tiers].sort(([a], [b]) => a - b).map(([, tier]) => tier);
}

/** Policies of one tier as their rules are tried: among unions of equal order what denies comes first. */
function inOrder(policies: readonly TrafficPolicy[], direction: TrafficDirection): readonly TrafficPolicy[] {
  const parts = policies.flatMap((policy) =>
    policy.precedence.inSequence ? [policy] : deniesFirst(policy, direction),
  );
  return parts.sort(
    (a, b) =>
      a.precedence.order - b.precedence.order ||
      denying(b, direction) - denying(a, direction) ||
      (a.resource.name < b.resource.name ? -1 : 1),
  );
}

function deniesFirst(policy: TrafficPolicy, direction: TrafficDirection): readonly TrafficPolicy[] {
  const section = policy[direction];
  if (!section?.rules.some(({ action }) => action === "deny")) return [policy];
  const only = (isDeny: boolean): TrafficPolicy => ({
    ...policy,
    [direction]: { ...section, rules: section.rules.filter(({ action }) => (action === "deny") === isDeny) },
  });
  return [only(true), only(false)];
}

function denying(policy: TrafficPolicy, direction: TrafficDirection): number {
  if (policy.precedence.inSequence) return 0;
  return policy[direction]?.rules.some(({ action }) => action === "deny") ? 1 : 0;
}
