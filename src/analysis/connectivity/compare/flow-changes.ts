import { type Plain, refOf } from "../../../kubernetes/resource.ts";
import type { Direction } from "../../change.ts";
import { grouped } from "../../exposure/grouped.ts";
import { isIsolated, rulesOf } from "../admitted.ts";
import type { Flow, FlowChange, Target } from "../connectivity-change.ts";
import { describePeers } from "../describe-peers.ts";
import { describePorts } from "../describe-ports.ts";
import { isWithinPeers, joinedPeers } from "../peer-algebra.ts";
import { policyIdentity } from "../policy-identity.ts";
import { portsText } from "../port-algebra.ts";
import type { TrafficDirection, TrafficPolicy } from "../traffic-policy.ts";
import { andBecameOr } from "./and-became-or.ts";
import { type Cause, causeOf } from "./causes.ts";
import { decidingRules, mayShare, type TargetDiff } from "./compare-target.ts";
import type { States } from "./compared-states.ts";
import { crossingsOf } from "./crossings.ts";
import { restorationOfObject } from "./policy-restoration.ts";
import { type TargetFacts, targetOf } from "./target-facts.ts";
import {
  changesIsolation,
  type Finding,
  flowText,
  isPairOnly,
  type Kind,
  targetKey,
  toldTogether,
} from "./told-together.ts";

/** One change for everything that one cause does to pods in one direction; the pods are listed in it. */
export function flowChanges(diffs: readonly TargetDiff[], states: States, facts: TargetFacts): FlowChanges {
  const findings = diffs.flatMap((diff) => findingsIn(diff, states, facts));
  const groups = toldTogether(findings);
  return {
    changes: groups.map((group) => changeOf(group, states, facts)),
    objects: new Set(groups.flat().flatMap(({ cause }) => cause.objects.map(policyIdentity))),
  };
}

export interface FlowChanges {
  readonly changes: readonly FlowChange[];
  /** Identities of the objects that made the changes. */
  readonly objects: ReadonlySet<string>;
}

function findingsIn(diff: TargetDiff, states: States, facts: TargetFacts): readonly Finding[] {
  const { wasIsolated, isIsolated, gained, lost } = diff;
  const target = targetOf(diff.pair.after, facts);
  const finding = (kind: Kind, opens: boolean): Finding => {
    const flows = opens ? gained : lost;
    const shown = shownFlows({ kind, diff, flows }, opens);
    return { kind, diff, target, flows, shown, cause: causeOf(diff, opens, states) };
  };
  const found: Finding[] = [];
  // Policies that admit everything isolate in name only.
  if (gained.length > 0) found.push(finding(wasIsolated && !isIsolated ? "isolation-lost" : "opened", true));
  if (lost.length > 0) found.push(finding(!wasIsolated && isIsolated ? "isolation-gained" : "closed", false));
  return found;
}

function changeOf(group: readonly Finding[], states: States, facts: TargetFacts): FlowChange {
  const sorted = [...group].sort((a, b) => (targetKey(a.target) < targetKey(b.target) ? -1 : 1));
  const [first] = sorted as [Finding, ...Finding[]];
  const { kind, diff } = first;
  // The pods that nothing but the policy selects tell best what was lost.
  const speaking = sorted.find(({ target }) => target.workload === null && target.selector === everyPod) ?? first;
  const { cause } = speaking;
  const targets = [...new Map(sorted.map(({ target }) => [targetKey(target), target])).values()];
  const [resource] = cause.objects;
  const effects = sorted.map(({ target, flows }) => effectOf(kind, diff.traffic, target, flows));
  const opens = kind === "opened" || kind === "isolation-lost";
  const policies = new Set(sorted.flatMap((one) => one.cause.objects.map(policyIdentity)));
  return {
    topic: "connectivity",
    kind,
    view: facts.view,
    direction: directionOf(kind, cause, speaking.flows),
    resource: resource ? refOf(resource) : facts.refOfTarget(diff.pair),
    traffic: diff.traffic,
    directions: [...new Set(sorted.map((one) => one.diff.traffic))].sort().reverse(),
    targets,
    flows: speaking.flows,
    shown: speaking.shown,
    wholeNamespace: speaking.target.selector === everyPod,
    cause: cause.kind,
    ...(changesIsolation(kind) && policies.size > 1 ? { otherPolicies: policies.size - 1 } : {}),
    isLatent: opens && isLatent(sorted, states),
    ...(kind === "opened" && isDenyGone(speaking.diff, speaking.flows, true) ? { denyGone: true as const } : {}),
    andBecameOr: kind === "opened" && diff.before.some((policy) => isSplit(policy.resource, diff)),
    crossings: opens
      ? crossingsOf(
          sorted.map((one) => one.diff),
          facts,
          states,
        )
      : [],
    hosts:
      opens && sorted.some((one) => one.diff.traffic === "ingress")
        ? facts.hostsOf(sorted.map((one) => one.diff.pair.after))
        : [],
    restoration: () => (opens ? restorationOfObject(cause.objects, states) : undefined),
    effect: effects.length === 1 ? (effects[0] ?? null) : { kind, traffic: diff.traffic, all: effects },
    parts: effects,
    before: admittedBy(speaking.diff.before, diff.traffic),
    after: admittedBy(speaking.diff.after, diff.traffic),
    because: [speaking, ...sorted].flatMap((one) => one.cause.because),
  };
}

export const everyPod = "every pod";

/**
 * Rules are what people wrote; the exact difference of two of them is often a long list of address blocks. What several rules say of
 * the same ports is one, and what another says anyway is left out.
 */
function shownFlows({ kind, diff, flows }: Pick<Finding, "kind" | "diff" | "flows">, opens: boolean): readonly Flow[] {
  if (changesIsolation(kind)) return flows;
  const rules = decidingRules(opens ? diff.after : diff.before, diff.traffic, flows, true);
  if (rules.length === 0 || isDenyGone(diff, flows, opens)) return flows;
  const byPorts = [...grouped(rules, ({ rule }) => portsText(rule.ports)).values()].map((group): Flow => {
    const { ports } = (group[0] as (typeof group)[number]).rule;
    const exact = flows.find((flow) => mayShare(ports, flow.ports)) ?? flows[0];
    return {
      peers: joinedPeers(group.map(({ rule }) => rule.peers)),
      ports,
      portsKnown: exact?.portsKnown ?? false,
      peersKnown: exact?.peersKnown ?? false,
    };
  });
  const all = byPorts.find(({ ports }) => ports === "every");
  return byPorts.filter((flow) => flow === all || !all || !isWithinPeers(flow.peers, all.peers));
}

/** Whether what a rule denied is allowed now, or the other way around: the rules that allow say more than what that made of them. */
function isDenyGone({ before, after, traffic }: TargetDiff, flows: readonly Flow[], opens: boolean): boolean {
  const [from, to] = opens ? [before, after] : [after, before];
  const denying = (policies: readonly TrafficPolicy[]) => decidingRules(policies, traffic, flows, false).length;
  return denying(from) > 0 && denying(to) === 0;
}

/** What policies let through, one text a rule, for display. */
function admittedBy(policies: readonly TrafficPolicy[], traffic: TrafficDirection): Plain {
  if (!isIsolated(policies, traffic)) return "everything";
  const rules = rulesOf(policies, traffic).filter(({ rule }) => rule.action === "allow");
  const texts = [
    ...new Set(rules.map(({ rule }) => `${describePeers(rule.peers)} on ${describePorts(rule.ports)}`)),
  ].sort();
  return texts.length === 0 ? "nothing" : texts.slice(0, 12);
}

function effectOf(kind: Kind, traffic: string, target: Target, flows: readonly Flow[]) {
  const { namespace, workload, selector } = target;
  return { kind, traffic, target: { namespace, pods: workload ?? selector }, flows: flows.map(flowText).sort() };
}

function directionOf(kind: Kind, cause: Cause, flows: readonly Flow[]): Direction {
  if (kind === "closed" || kind === "isolation-gained") return "narrowed";
  if (cause.kind === "application-removed") return "neutral";
  const isUnknown = ({ peers }: Flow) =>
    peers.pods.length === 0 &&
    peers.addresses.v4.length + peers.addresses.v6.length === 0 &&
    !peers.named.everyName &&
    [...peers.named.names].every((name) => name.startsWith("unknown:"));
  return flows.length > 0 && flows.every(isUnknown) ? "unknown" : "widened";
}

/** The policy selects workloads that are known, and only pods of which nobody knows gain by it. */
function isLatent(group: readonly Finding[], { after }: States): boolean {
  if (group.some(({ diff }) => diff.pair.after.workload || !isPairOnly(diff))) return false;
  return group.every(({ diff }) => (after.cluster.workloadsIn.get(diff.pair.after.namespace) ?? []).length > 0);
}

function isSplit(before: { readonly group: string } & Parameters<typeof andBecameOr>[0], diff: TargetDiff): boolean {
  const after = diff.after.find(({ resource }) => policyIdentity(resource) === policyIdentity(before));
  return after !== undefined && andBecameOr(before, after.resource, diff.traffic);
}
