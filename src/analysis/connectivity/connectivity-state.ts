import type { Resource } from "../../kubernetes/resource.ts";
import { policiesByLabel } from "./by-label.ts";
import { type Cluster, labelsOfNamespace } from "./cluster.ts";
import type { LabelBox } from "./label-box.ts";
import { holdsLabels, meet, requirement, withValues } from "./label-box.ts";
import { namespaceNameLabel, type PeerSet, type PodBox, type PodSet } from "./peer-set.ts";
import { type PodClass, selectingPolicies } from "./pod-class.ts";
import { clusterOf } from "./read-cluster.ts";
import { readPolicies } from "./read-policies.ts";
import type { PolicyProblem, TrafficDirection, TrafficPolicy, TrafficRule } from "./traffic-policy.ts";

/** Which connections the pods of one state may have, as far as the repository says. */
export interface ConnectivityState {
  readonly cluster: Cluster;
  readonly policies: readonly TrafficPolicy[];
  readonly problems: readonly PolicyProblem[];
  readonly resources: readonly Resource[];
  /** The policies that select the pods and have a say in the direction, as they are written. */
  readonly written: (pods: PodClass, direction: TrafficDirection) => readonly TrafficPolicy[];
  /** The same with selectors of namespaces replaced by the namespaces that they select, as far as these are known. */
  readonly selecting: (pods: PodClass, direction: TrafficDirection) => readonly TrafficPolicy[];
  readonly resolve: (policy: TrafficPolicy) => TrafficPolicy;
  /** The peers without pods of namespaces that are known to have other labels. */
  readonly existing: (peers: PeerSet) => PeerSet;
}

/** The labels of a namespace that both states declare, in the other one. */
export type OtherLabels = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Reads one state. Where a peer is a namespace whose labels are known, the selector is replaced by its answer, so that a label that
 * comes or goes is a difference. `shared`: the namespaces for which that is done when two states are compared; a namespace that only
 * one of them declares stays a matter of its selectors in both. Without it, all that are declared.
 */
export function connectivityState(resources: readonly Resource[], shared?: OtherLabels): ConnectivityState {
  const cluster = clusterOf(resources);
  const { policies, problems } = readPolicies(resources);
  const known = shared ?? new Map([...cluster.namespaces].map(([name, { labels }]) => [name, labels]));
  const byNamespace = indexByNamespace(policies);
  const resolved = new WeakMap<TrafficPolicy, TrafficPolicy>();
  const resolve = (policy: TrafficPolicy): TrafficPolicy => {
    const found = resolved.get(policy) ?? withKnownNamespaces(policy, cluster, known);
    resolved.set(policy, found);
    return found;
  };
  const written = (pods: PodClass, direction: TrafficDirection) =>
    selectingPolicies(byNamespace(pods.namespace)(pods.labels), pods, direction, cluster);
  return {
    cluster,
    policies,
    problems,
    resources,
    written,
    selecting: (pods, direction) => written(pods, direction).map(resolve),
    resolve,
    existing: (peers) => ({ ...peers, pods: peers.pods.flatMap((box) => existingPods(box, cluster, known)) }),
  };
}

/** The namespaces that a box names; undefined where labels or nothing decide. */
export function pinnedNamespaces(box: LabelBox): readonly string[] | undefined {
  const names = box.get(namespaceNameLabel);
  return names && !names.allBut ? names.values : undefined;
}

function indexByNamespace(policies: readonly TrafficPolicy[]): (name: string) => ReturnType<typeof policiesByLabel> {
  const pinned = new Map<string, Set<TrafficPolicy>>();
  const anywhere: TrafficPolicy[] = [];
  for (const policy of policies) {
    const boxes = policy.subject.map(({ namespace }) => pinnedNamespaces(namespace));
    if (boxes.includes(undefined)) anywhere.push(policy);
    else
      for (const name of boxes.flatMap((names) => names ?? []))
        pinned.set(name, (pinned.get(name) ?? new Set()).add(policy));
  }
  const elsewhere = policiesByLabel(anywhere);
  const known = new Map<string, ReturnType<typeof policiesByLabel>>();
  return (name) => {
    const own = pinned.get(name);
    if (!own) return elsewhere;
    const found = known.get(name) ?? policiesByLabel([...own, ...anywhere]);
    known.set(name, found);
    return found;
  };
}

function withKnownNamespaces(policy: TrafficPolicy, cluster: Cluster, known: OtherLabels): TrafficPolicy {
  if (known.size === 0 || !asksForNamespaceLabels(policy)) return policy;
  const resolveRule = (rule: TrafficRule): TrafficRule =>
    rule.peers.pods.some(hasNamespaceLabels)
      ? { ...rule, peers: { ...rule.peers, pods: rule.peers.pods.flatMap((box) => resolveBox(box, cluster, known)) } }
      : rule;
  const resolveSection = (direction: TrafficDirection) => {
    const section = policy[direction];
    return section ? { [direction]: { ...section, rules: section.rules.map(resolveRule) } } : {};
  };
  return { ...policy, ...resolveSection("ingress"), ...resolveSection("egress") };
}

/** Whether a peer of the policy depends on labels of namespaces other than their names. */
function asksForNamespaceLabels({ ingress, egress }: TrafficPolicy): boolean {
  return [ingress, egress].some((section) => section?.rules.some(({ peers }) => peers.pods.some(hasNamespaceLabels)));
}

function hasNamespaceLabels({ namespace }: PodBox): boolean {
  for (const key of namespace.keys()) if (key !== namespaceNameLabel) return true;
  return false;
}

function resolveBox(box: PodBox, cluster: Cluster, known: OtherLabels): PodSet {
  if (!hasNamespaceLabels(box)) return [box];
  const selected: string[] = [];
  // Those that neither state selects are left in: they are in both boxes alike.
  const decided: string[] = [];
  for (const [name, otherLabels] of known) {
    const isSelected = holdsLabels(box.namespace, labelsOfNamespace(cluster, name));
    if (isSelected) selected.push(name);
    if (isSelected || holdsLabels(box.namespace, otherLabels)) decided.push(name);
  }
  const others = requirement(namespaceNameLabel, { values: decided.sort(), allBut: true, orAbsent: false });
  const elsewhere = others && meet(box.namespace, others);
  const inKnown = requirement(namespaceNameLabel, { values: selected.sort(), allBut: false, orAbsent: false });
  return [inKnown, elsewhere].flatMap((namespace) => (namespace ? [{ namespace, pod: box.pod }] : []));
}

/**
 * What one set has and another has not may be left with the name of one namespace and labels that it does not have: two selectors that
 * do not select it, each in its own way.
 */
function existingPods(box: PodBox, cluster: Cluster, known: OtherLabels): PodSet {
  const names = pinnedNamespaces(box.namespace);
  if (!names || !hasNamespaceLabels(box)) return [box];
  const values = names.filter(
    (name) => !known.has(name) || holdsLabels(box.namespace, labelsOfNamespace(cluster, name)),
  );
  const namespace = withValues(box.namespace, namespaceNameLabel, { values, allBut: false, orAbsent: false });
  return namespace ? [{ namespace, pod: box.pod }] : [];
}
