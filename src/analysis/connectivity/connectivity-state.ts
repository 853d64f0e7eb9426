import type { Resource } from "../../kubernetes/resource.ts";
import { type Cluster, clusterOf, labelsOfNamespace } from "./cluster.ts";
import type { LabelBox } from "./label-box.ts";
import { holdsLabels, meet, requirement } from "./label-box.ts";
import { namespaceNameLabel, type PeerSet, type PodBox, type PodSet } from "./peer-set.ts";
import { type PodClass, selectingPolicies } from "./pod-class.ts";
import { readPolicies } from "./read-policies.ts";
import type { PolicyProblem, TrafficDirection, TrafficPolicy, TrafficRule } from "./traffic-policy.ts";

/** Which connections the pods of one state may have, as far as the repository says. */
export interface ConnectivityState {
  readonly cluster: Cluster;
  readonly policies: readonly TrafficPolicy[];
  readonly problems: readonly PolicyProblem[];
  readonly resources: readonly Resource[];
  /** The policies that select the pods and have a say in the direction. */
  selecting(pods: PodClass, direction: TrafficDirection): readonly TrafficPolicy[];
}

/**
 * Reads one state. Where a peer is a namespace whose labels are known, the selector is replaced by its answer, so that a label that
 * comes or goes is a difference. `known`: the namespaces for which that is done; a namespace that only one of two states declares stays
 * a matter of its selectors in both.
 */
export function connectivityState(
  resources: readonly Resource[],
  known: (name: string) => boolean = () => true,
): ConnectivityState {
  const cluster = clusterOf(resources);
  const { policies, problems } = readPolicies(resources);
  const names = [...cluster.namespaces.keys()].filter(known);
  const resolved = policies.map((policy) => withKnownNamespaces(policy, cluster, names));
  const byNamespace = indexByNamespace(resolved);
  return {
    cluster,
    policies: resolved,
    problems,
    resources,
    selecting: (pods, direction) => selectingPolicies(byNamespace(pods.namespace), pods, direction, cluster),
  };
}

/** The namespaces that a box names; undefined where labels or nothing decide. */
export function pinnedNamespaces(box: LabelBox): readonly string[] | undefined {
  const names = box.get(namespaceNameLabel);
  return names && !names.allBut ? names.values : undefined;
}

function indexByNamespace(policies: readonly TrafficPolicy[]): (name: string) => readonly TrafficPolicy[] {
  const pinned = new Map<string, Set<TrafficPolicy>>();
  const anywhere: TrafficPolicy[] = [];
  for (const policy of policies) {
    const boxes = policy.subject.map(({ namespace }) => pinnedNamespaces(namespace));
    if (boxes.includes(undefined)) anywhere.push(policy);
    else
      for (const name of boxes.flatMap((names) => names ?? []))
        pinned.set(name, (pinned.get(name) ?? new Set()).add(policy));
  }
  return (name) => [...(pinned.get(name) ?? []), ...anywhere];
}

function withKnownNamespaces(policy: TrafficPolicy, cluster: Cluster, names: readonly string[]): TrafficPolicy {
  if (names.length === 0) return policy;
  const resolveRule = (rule: TrafficRule): TrafficRule => {
    const peers = resolvePeers(rule.peers, cluster, names);
    return peers === rule.peers ? rule : { ...rule, peers };
  };
  const resolveSection = (direction: TrafficDirection) => {
    const section = policy[direction];
    return section ? { [direction]: { ...section, rules: section.rules.map(resolveRule) } } : {};
  };
  return { ...policy, ...resolveSection("ingress"), ...resolveSection("egress") };
}

function resolvePeers(peers: PeerSet, cluster: Cluster, names: readonly string[]): PeerSet {
  return peers.pods.some(hasNamespaceLabels)
    ? { ...peers, pods: peers.pods.flatMap((box) => resolveBox(box, cluster, names)) }
    : peers;
}

function hasNamespaceLabels({ namespace }: PodBox): boolean {
  return [...namespace.keys()].some((key) => key !== namespaceNameLabel);
}

function resolveBox(box: PodBox, cluster: Cluster, names: readonly string[]): PodSet {
  if (!hasNamespaceLabels(box)) return [box];
  const selected = names.filter((name) => holdsLabels(box.namespace, labelsOfNamespace(cluster, name)));
  const others = requirement(namespaceNameLabel, { values: [...names].sort(), allBut: true, orAbsent: false });
  const elsewhere = others && meet(box.namespace, others);
  const known = requirement(namespaceNameLabel, { values: [...selected].sort(), allBut: false, orAbsent: false });
  return [known, elsewhere].flatMap((namespace) => (namespace ? [{ namespace, pod: box.pod }] : []));
}
