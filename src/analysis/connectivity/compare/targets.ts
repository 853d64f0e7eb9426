import { labelsOfNamespace, type Workload } from "../cluster.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity-state.ts";
import { boxText, holdsLabels, type LabelBox, meet, minusBox, smallestLabels } from "../label-box.ts";
import { classOf, type PodClass } from "../pod-class.ts";
import type { TrafficPolicy } from "../traffic-policy.ts";
import type { States } from "./compared-states.ts";

/** The same pods before and after: a workload whose labels may have changed, or pods that a selector names. */
export interface TargetPair {
  readonly before: PodClass;
  readonly after: PodClass;
}

/**
 * All pods for which the policies of two states may give different answers. Most pods come out of charts and are unknown here; for
 * them stand pods with the fewest labels that a selector of some policy asks for, with those of two selectors at once, and with
 * those by which one of two selectors passes them over.
 */
export function targetsOf({ before, after, concerns }: States): readonly TargetPair[] {
  return [...workloadPairs(before, after, concerns), ...representatives(before, after, concerns)];
}

function workloadPairs(
  before: ConnectivityState,
  after: ConnectivityState,
  concerns: States["concerns"],
): readonly TargetPair[] {
  const concerned = ({ cluster }: ConnectivityState) =>
    cluster.workloads.filter(({ namespace }) => concerns(namespace));
  const known = new Map(concerned(before).map((workload) => [keyOf(workload), workload]));
  return concerned(after).flatMap((workload) => {
    const earlier = known.get(keyOf(workload));
    // Where the pods moved to the network of their node, that is what is told.
    return earlier && earlier.hostNetwork === workload.hostNetwork
      ? [{ before: classOf(earlier), after: classOf(workload) }]
      : [];
  });
}

/** A Deployment that becomes a StatefulSet keeps its name, and usually its pods' labels. */
export function keyOf({ namespace, name }: Workload): string {
  return `${namespace}/${name}`;
}

interface NamedBox {
  readonly namespace: string;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly pod: LabelBox;
  /** The state whose policy has it knows a workload that it selects: that one speaks for it. */
  readonly isKnown: boolean;
}

function representatives(
  before: ConnectivityState,
  after: ConnectivityState,
  concerns: States["concerns"],
): readonly TargetPair[] {
  const names = namespacesOf([before, after]).filter(concerns);
  const boxes = [before, after].flatMap((state) =>
    state.policies.flatMap((policy) => boxesOf(policy, state, names, concerns)),
  );
  const distinct = new Map<string, NamedBox>();
  for (const box of boxes) {
    const key = JSON.stringify([box.namespace, boxText(box.pod)]);
    const other = distinct.get(key);
    distinct.set(key, other && !other.isKnown ? other : box);
  }
  const classes = new Map<string, PodClass>();
  for (const box of [...distinct.values()].filter(({ isKnown }) => !isKnown)) add(box, box.pod, classes);
  for (const group of byNamespace([...distinct.values()]).values()) addPairs(group, classes);
  return [...classes.values()].map((pods) => ({ before: pods, after: pods }));
}

// Above this number of selectors in one namespace, pods that two of them tell apart are not tried.
const mostSelectors = 24;

function addPairs(boxes: readonly NamedBox[], classes: Map<string, PodClass>): void {
  if (boxes.length > mostSelectors) return;
  for (const [index, one] of boxes.entries())
    for (const [place, other] of boxes.entries()) {
      if (one === other) continue;
      const both = place > index && one.pod.size > 0 && other.pod.size > 0 ? meet(one.pod, other.pod) : undefined;
      if (both) add(one, both, classes, true);
      for (const rest of onlyIn(one.pod, other.pod)) add(one, rest, classes, true);
    }
}

/** Pods that one selector selects and the other does not because of labels that they have. */
function onlyIn(one: LabelBox, other: LabelBox): readonly LabelBox[] {
  const least = Object.keys(smallestLabels(one)).length;
  return minusBox(one, other).filter((rest) => Object.keys(smallestLabels(rest)).length > least);
}

function add(
  { namespace, namespaceLabels }: NamedBox,
  pod: LabelBox,
  classes: Map<string, PodClass>,
  isPair = false,
): void {
  const labels = smallestLabels(pod);
  const key = JSON.stringify([namespace, Object.entries(labels).sort()]);
  if (classes.has(key)) return;
  const more = { ...(namespaceLabels ? { namespaceLabels } : {}), ...(isPair ? { isPair: true as const } : {}) };
  classes.set(key, { namespace, labels, workload: undefined, ...more });
}

function boxesOf(
  policy: TrafficPolicy,
  state: ConnectivityState,
  names: readonly string[],
  concerns: States["concerns"],
): readonly NamedBox[] {
  return policy.subject.flatMap(({ namespace, pod }): NamedBox[] => {
    const pinned = pinnedNamespaces(namespace);
    if (pinned)
      return pinned.filter(concerns).map((name) => ({ namespace: name, pod, isKnown: isKnown(name, pod, state) }));
    const chosen = names.filter((name) => holdsLabels(namespace, labelsOfNamespace(state.cluster, name)));
    const fresh = smallestLabels(namespace);
    return [
      ...chosen.map((name) => ({ namespace: name, pod, isKnown: isKnown(name, pod, state) })),
      { namespace: `[${boxText(namespace)}]`, namespaceLabels: fresh, pod, isKnown: false },
    ];
  });
}

function isKnown(namespace: string, pod: LabelBox, { cluster }: ConnectivityState): boolean {
  if (pod.size === 0) return false;
  return (cluster.workloadsIn.get(namespace) ?? []).some(({ labels }) => holdsLabels(pod, labels));
}

function namespacesOf(states: readonly ConnectivityState[]): readonly string[] {
  const names = states.flatMap(({ cluster, policies }) => [
    ...cluster.namespaces.keys(),
    ...cluster.workloads.map(({ namespace }) => namespace),
    ...policies.flatMap(({ subject }) => subject.flatMap(({ namespace }) => pinnedNamespaces(namespace) ?? [])),
  ]);
  return [...new Set(names)].sort();
}

function byNamespace(boxes: readonly NamedBox[]): ReadonlyMap<string, readonly NamedBox[]> {
  const groups = new Map<string, NamedBox[]>();
  for (const box of boxes) groups.set(box.namespace, [...(groups.get(box.namespace) ?? []), box]);
  return groups;
}
