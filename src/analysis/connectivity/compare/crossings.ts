import { admittedPeers, rulesOf } from "../admitted.ts";
import { labelsOfNamespace } from "../cluster.ts";
import type { Endpoint, Flow, ZoneCrossing } from "../connectivity-change.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity-state.ts";
import { anyLabels, boxText, holdsLabels, smallestLabels } from "../label-box.ts";
import type { PodBox } from "../peer-set.ts";
import { admitsPod } from "../pod-algebra.ts";
import { classOf, type PodClass } from "../pod-class.ts";
import { coversSegment, rangesOf, segmentsOf } from "../port-algebra.ts";
import type { TrafficDirection } from "../traffic-policy.ts";
import type { ZoneFacts } from "../zone-facts.ts";
import type { TargetDiff } from "./compare-target.ts";
import type { States } from "./compared-states.ts";
import type { TargetFacts } from "./target-facts.ts";

/** Gained connections into a zone from outside of it that the policies at the other end admit as well. */
export function crossingsOf(
  diffs: readonly TargetDiff[],
  facts: TargetFacts,
  { after }: States,
): readonly ZoneCrossing[] {
  if (facts.zones.length === 0) return [];
  const found = diffs.flatMap((diff) => crossingsOfTarget(diff, facts, after));
  const distinct = new Map(found.map((one) => [JSON.stringify([one.crossing, one.from.label, one.to.label]), one]));
  return [...distinct.values()].sort((a, b) => (textOf(a) < textOf(b) ? -1 : 1)).slice(0, mostCrossings);
}

// A message names a few of them; a namespace that opens to everybody has as many as the cluster has workloads.
const mostCrossings = 100;

function textOf({ crossing, from, to }: ZoneCrossing): string {
  return `${crossing} ${to.label} ${from.label}`;
}

function crossingsOfTarget(diff: TargetDiff, facts: TargetFacts, after: ConnectivityState): readonly ZoneCrossing[] {
  const target = diff.pair.after;
  const isGuarded = (zone: ZoneFacts | undefined) => zone?.pci === "in-scope" || zone?.limitsCallers;
  if (diff.traffic === "ingress" && !isGuarded(facts.zoneOf(target))) return [];
  return diff.gained.flatMap((flow) =>
    boxesOf(flow).flatMap((box) =>
      candidatesIn(box, after).flatMap((other): ZoneCrossing[] => {
        const [from, to] = diff.traffic === "ingress" ? [other, target] : [target, other];
        const zone = facts.zoneOf(to);
        const crossing = zone && isGuarded(zone) ? kindOf(from, zone, facts) : undefined;
        if (!crossing) return [];
        const far: TrafficDirection = diff.traffic === "ingress" ? "egress" : "ingress";
        const ports = portsThatAdmit(other, target, far, flow, after);
        return ports ? [{ crossing, from: endpointOf(from, facts), to: endpointOf(to, facts), ports }] : [];
      }),
    ),
  );
}

function kindOf(from: PodClass, to: ZoneFacts, facts: TargetFacts): ZoneCrossing["crossing"] | undefined {
  const zone = facts.zoneOf(from);
  if (zone?.name === to.name) return undefined;
  const caller = {
    namespace: from.namespaceLabels ? null : from.namespace,
    workload: from.workload?.name ?? null,
    zone: zone?.name ?? null,
  };
  if (to.limitsCallers) return to.approves(caller) ? undefined : "unapproved-caller";
  return zone?.pci === "in-scope" ? undefined : "lower-to-in-scope";
}

/** Pods of a block of all addresses count as well: some network plugins admit them by it. */
function boxesOf({ peers }: Flow): readonly PodBox[] {
  const isEveryAddress = [...peers.addresses.v4, ...peers.addresses.v6].some(
    ([first, last]) => first === 0n && last >= (1n << 32n) - 1n,
  );
  return isEveryAddress ? [{ namespace: anyLabels, pod: anyLabels }] : peers.pods;
}

/** The workloads that a box selects, and for namespaces without one pods as the box describes them. */
function candidatesIn(box: PodBox, state: ConnectivityState): readonly PodClass[] {
  const { cluster } = state;
  const pinned = pinnedNamespaces(box.namespace);
  const known = new Set([...cluster.namespaces.keys(), ...cluster.workloadsIn.keys()]);
  const fitting = (pinned ?? [...known]).filter((name) => holdsLabels(box.namespace, labelsOfNamespace(cluster, name)));
  // Labels of a namespace that the repository does not declare may be what a selector asks for.
  const names = pinned && fitting.length === 0 && !namesTheRest(box) ? pinned : fitting;
  const inside = names.flatMap((namespace): PodClass[] => {
    const workloads = (cluster.workloadsIn.get(namespace) ?? []).filter(({ labels }) => holdsLabels(box.pod, labels));
    if (workloads.length > 0) return workloads.map(classOf);
    return [{ namespace, labels: smallestLabels(box.pod), workload: undefined }];
  });
  if (pinned) return inside;
  const elsewhere: PodClass = {
    namespace: `[${boxText(box.namespace)}]`,
    namespaceLabels: smallestLabels(box.namespace),
    labels: smallestLabels(box.pod),
    workload: undefined,
  };
  return [...inside, elsewhere];
}

/** What an exact difference leaves over of a selector names a namespace only to take something of it away. */
function namesTheRest({ pod }: PodBox): boolean {
  return [...pod.values()].some(({ allBut, values }) => allBut && values.length > 0);
}

/** The ports of the flow on which the policies of `pods` admit the target; undefined if none. */
function portsThatAdmit(
  pods: PodClass,
  target: PodClass,
  direction: TrafficDirection,
  flow: Flow,
  state: ConnectivityState,
): Flow["ports"] | undefined {
  const policies = state.selecting(pods, direction);
  if (policies.length === 0) return flow.ports;
  const labels = target.namespaceLabels ?? labelsOfNamespace(state.cluster, target.namespace);
  const rules = rulesOf(policies, direction).map(({ rule }) => rule.ports);
  const segments = segmentsOf([flow.ports, ...rules]).filter((segment) => coversSegment(flow.ports, segment));
  const open = segments.filter((segment) => {
    const { pods: admitted } = admittedPeers(policies, direction, segment);
    return admitsPod(admitted, labels, target.labels);
  });
  return open.length > 0 ? rangesOf(open) : undefined;
}

function endpointOf(pods: PodClass, facts: TargetFacts): Endpoint {
  const zone = facts.zoneOf(pods)?.name ?? null;
  const namespace = pods.namespaceLabels ? null : pods.namespace;
  const workload = pods.workload?.name ?? null;
  const pairs = Object.entries(pods.labels).map(([key, value]) => `${key}=${value}`);
  const who = workload !== null ? `\`${workload}\`` : pairs.length > 0 ? `pods with \`${pairs.join(",")}\`` : "any pod";
  const where = namespace !== null ? `in \`${namespace}\`` : `in namespaces that the repository does not declare`;
  return { namespace, workload, zone, label: `${who} ${where}` };
}
