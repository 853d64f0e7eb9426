import { grouped } from "../../exposure/grouped.ts";
import { labelsOfNamespace, sameLabels, type Workload } from "../cluster.ts";
import type { Flow, FlowChange } from "../connectivity-change.ts";
import type { ConnectivityState } from "../connectivity-state.ts";
import { type LabelBox, smallestLabels } from "../label-box.ts";
import { refOfPlaced } from "../namespace-of.ts";
import { podsOnly } from "../peer-algebra.ts";
import { namespaceNameLabel, serviceAccountLabel } from "../peer-set.ts";
import { admitsPod } from "../pod-algebra.ts";
import { policyIdentity } from "../policy-identity.ts";
import { portsText } from "../port-algebra.ts";
import type { TrafficDirection, TrafficPolicy, TrafficRule } from "../traffic-policy.ts";
import { podTemplatePath } from "../workload.ts";
import type { States } from "./compared-states.ts";
import { pairedWorkloads } from "./paired-workloads.ts";
import { restorationOfPair } from "./policy-restoration.ts";
import { type TargetFacts, targetOf } from "./target-facts.ts";

/**
 * Workloads whose new labels (or other ServiceAccount) make them a peer that a policy of somebody else admits, or no longer one. The
 * policies admit what they did: it is the workload that gains or loses.
 */
export function relabelledPeers({ before, after }: States, facts: TargetFacts): readonly FlowChange[] {
  return pairedWorkloads({ before, after }).pairs.flatMap(({ was, is }) => {
    if (sameLabels(was.labels, is.labels)) return [];
    return (["opened", "closed"] as const).flatMap((kind) => {
      const [from, to] = kind === "opened" ? [was, is] : [is, was];
      const [there, elsewhere] = kind === "opened" ? [after, before] : [before, after];
      return changesOfWorkload(kind, { from, to, was, is }, there, elsewhere, facts);
    });
  });
}

interface Relabelling {
  /** The labels that a policy does not admit, and those that it admits. */
  readonly from: Workload;
  readonly to: Workload;
  readonly was: Workload;
  readonly is: Workload;
}

function changesOfWorkload(
  kind: "opened" | "closed",
  change: Relabelling,
  state: ConnectivityState,
  other: ConnectivityState,
  facts: TargetFacts,
): readonly FlowChange[] {
  const admitted = state.policies.flatMap((policy) =>
    (["ingress", "egress"] as const).flatMap((traffic) =>
      (policy[traffic]?.rules ?? [])
        .filter((rule) => rule.action === "allow" && admitsOnly(rule, change, state))
        // A policy that follows the new labels admits whom it did.
        .filter(() => !admitsOther(policy, traffic, change.from, other))
        .map((rule) => ({ policy, traffic, rule })),
    ),
  );
  const groups = grouped(admitted, ({ policy, traffic, rule }) =>
    JSON.stringify([policy.resource.name, traffic, portsText(rule.ports)]),
  );
  return [...groups.values()].flatMap((group) => (group[0] ? [changeOf(kind, group[0], change, state, facts)] : []));
}

/** Whether the rule admits the workload by the labels of one side only. */
function admitsOnly({ peers }: TrafficRule, { from, to }: Relabelling, { cluster }: ConnectivityState): boolean {
  const namespaceLabels = labelsOfNamespace(cluster, to.namespace);
  return admitsPod(peers.pods, namespaceLabels, to.labels) && !admitsPod(peers.pods, namespaceLabels, from.labels);
}

/**
 * Whether the policy admits the workload on the other side, by the labels that it has there. A policy that is not there has no say:
 * what it makes of the labels is told of the policy.
 */
function admitsOther(
  { resource }: TrafficPolicy,
  traffic: TrafficDirection,
  workload: Workload,
  { policies, cluster }: ConnectivityState,
): boolean {
  const namespaceLabels = labelsOfNamespace(cluster, workload.namespace);
  const same = policies.filter((policy) => policyIdentity(policy.resource) === policyIdentity(resource));
  return same.every((policy) =>
    (policy[traffic]?.rules ?? []).some(
      ({ action, peers }) => action === "allow" && admitsPod(peers.pods, namespaceLabels, workload.labels),
    ),
  );
}

function changeOf(
  kind: "opened" | "closed",
  found: { readonly policy: TrafficPolicy; readonly traffic: TrafficDirection; readonly rule: TrafficRule },
  { to, was, is }: Relabelling,
  { cluster }: ConnectivityState,
  facts: TargetFacts,
): FlowChange {
  const { policy, traffic, rule } = found;
  const selected = cluster.workloads.filter(({ namespace, labels }) =>
    admitsPod(policy.subject, labelsOfNamespace(cluster, namespace), labels),
  );
  const namespace = policy.resource.namespace ?? "";
  const classes =
    selected.length > 0
      ? selected.map((workload) => ({ namespace: workload.namespace, labels: workload.labels, workload }))
      : policy.subject.map(({ pod }) => ({ namespace, labels: smallestLabels(pod), workload: undefined }));
  const targets = classes.map((pods) => targetOf(pods, facts));
  const flow: Flow = {
    peers: podsOnly([{ namespace: exactly({ [namespaceNameLabel]: to.namespace }), pod: exactly(to.labels) }]),
    ports: rule.ports,
    portsKnown: true,
    peersKnown: false,
  };
  const path = [...(podTemplatePath(is.resource) ?? []), "metadata", "labels"];
  const effects = targets.map((target) => ({
    kind,
    traffic,
    workload: `${to.namespace}/${to.name}`,
    target: { namespace: target.namespace, pods: target.workload ?? target.selector },
    ports: portsText(rule.ports),
  }));
  return {
    topic: "connectivity",
    kind,
    view: facts.view,
    direction: kind === "opened" ? "widened" : "narrowed",
    resource: refOfPlaced(is.resource),
    traffic,
    directions: [traffic],
    targets,
    flows: [flow],
    shown: [flow],
    wholeNamespace: false,
    cause: "workload-labels",
    isLatent: false,
    andBecameOr: false,
    crossings: [],
    restoration: () => restorationOfPair(was.resource, is.resource),
    hosts: [],
    effect: effects.length === 1 ? (effects[0] ?? null) : { all: effects },
    parts: effects,
    before: labelsFor(was),
    after: labelsFor(is),
    because: [is.resource.locate(path), was.resource.locate(path), policy.resource.locate(rule.path)],
  };
}

function exactly(labels: Readonly<Record<string, string>>): LabelBox {
  return new Map(
    Object.entries(labels)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, { values: [value], allBut: false, orAbsent: false }]),
  );
}

function labelsFor({ labels }: Workload) {
  const entries = Object.entries(labels).map(([key, value]) => [
    key === serviceAccountLabel ? "serviceAccount" : key,
    value,
  ]);
  return Object.fromEntries(entries.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1)));
}
