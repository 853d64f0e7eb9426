import { grouped } from "../../exposure/grouped.ts";
import { keyOf as textOf } from "../../plain-differences.ts";
import { labelsOfNamespace } from "../cluster.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity-state.ts";
import {
  boxText,
  holdsLabels,
  type LabelBox,
  type LabelValues,
  meet,
  minusBox,
  smallestLabels,
  withValues,
} from "../label-box.ts";
import type { PodClass } from "../pod-class.ts";
import type { TrafficPolicy } from "../traffic-policy.ts";
import { type WorkBudget, workBudget } from "../work-budget.ts";
import type { States } from "./compared-states.ts";
import type { WorkloadPair } from "./paired-workloads.ts";
import { answersAlike } from "./states.ts";

export interface Representatives {
  readonly classes: readonly PodClass[];
  readonly untried: readonly string[];
}

interface NamedBox {
  readonly namespace: string;
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  readonly pod: LabelBox;
  /** The policy that has it may give another answer now. */
  readonly isChanged: boolean;
  /** The states whose policies have it. */
  readonly sides: readonly Side[];
}

type Side = "before" | "after";

/**
 * Whether a workload that is there in both states is among the pods of a box, by the labels that it has where the box is: that one
 * speaks for them.
 */
type IsKnown = (box: Pick<NamedBox, "namespace" | "pod" | "sides">) => boolean;

// Combinations of selectors that are tried in all namespaces together, and values of lists that are told apart.
const mostCombinations = 8000;
const mostVariants = 400;

/** Pods of which only selectors are known, one set of labels for all that the policies may tell apart. */
export function representatives(states: States, workloads: readonly WorkloadPair[]): Representatives {
  const boxes = boxesOfStates(states);
  const isKnown = knownBy(workloads);
  const classes = new Map<string, PodClass>();
  const variants = workBudget(mostVariants);
  const untried = new Set<string>();
  for (const box of boxes) {
    const all = variantsOf(box.pod, variants);
    if (!all) untried.add(box.namespace);
    for (const pod of all ?? [box.pod]) if (!isKnown({ ...box, pod })) add({ ...box, pod }, classes);
  }
  const groups = [...grouped(boxes, ({ namespace }) => namespace)].sort(([, a], [, b]) => a.length - b.length);
  const budget = workBudget(mostCombinations);
  for (const [namespace, group] of groups)
    if (!addCombinations(group, isKnown, classes, budget)) untried.add(namespace);
  return { classes: [...classes.values()], untried: [...untried] };
}

/**
 * The pods of two selectors at once, and those that one of two selectors passes over. Of two policies that stay as they are there is
 * nothing to tell.
 */
function addCombinations(
  boxes: readonly NamedBox[],
  isKnown: IsKnown,
  classes: Map<string, PodClass>,
  budget: WorkBudget,
): boolean {
  const changed = boxes.filter(({ isChanged }) => isChanged);
  const values = weightOf(changed) * boxes.length + weightOf(boxes) * changed.length;
  if (!budget.take(changed.length * boxes.length + Math.ceil(values / 20))) return false;
  for (const one of changed)
    for (const other of boxes) {
      if (one === other) continue;
      const both = one.pod.size > 0 && other.pod.size > 0 ? meet(one.pod, other.pod) : undefined;
      const pods = [...(both ? [both] : []), ...onlyIn(one.pod, other.pod), ...onlyIn(other.pod, one.pod)];
      for (const pod of pods) {
        const variants = variantsOf(pod, budget);
        if (!variants) return false;
        for (const variant of variants)
          if (!isKnown({ ...one, pod: variant })) add({ ...one, pod: variant }, classes, true);
      }
    }
  return true;
}

/** How many values the lists of selectors have beyond one each. */
function weightOf(boxes: readonly NamedBox[]): number {
  const lists = boxes.flatMap(({ pod }) => [...pod.values()]);
  return lists.reduce((sum, { values }) => sum + Math.max(0, values.length - 1), 0);
}

/** Pods that one selector selects and the other does not because of labels that they have. */
function onlyIn(one: LabelBox, other: LabelBox): readonly LabelBox[] {
  const least = textOf(smallestLabels(one));
  return minusBox(one, other).filter((rest) => textOf(smallestLabels(rest)) !== least);
}

/** A list of values stands for as many kinds of pods: one box for each; undefined where these are too many. */
function variantsOf(box: LabelBox, budget: WorkBudget): readonly LabelBox[] | undefined {
  const lists = [...box].filter(([, { values, allBut, orAbsent }]) => !allBut && !orAbsent && values.length > 1);
  if (lists.length === 0) return [box];
  if (!budget.take(lists.reduce((sum, [, { values }]) => sum + values.length, 0))) return undefined;
  const firstOnly = new Map([...box, ...lists.map(([key, { values }]) => [key, only(values[0] ?? "")] as const)]);
  return lists.flatMap(([key, { values }]) => values.flatMap((value) => withValues(firstOnly, key, only(value)) ?? []));
}

function only(value: string): LabelValues {
  return { values: [value], allBut: false, orAbsent: false };
}

function add({ namespace, namespaceLabels, pod }: NamedBox, classes: Map<string, PodClass>, isPair = false): void {
  const labels = smallestLabels(pod);
  const key = textOf([namespace, labels]);
  if (classes.has(key)) return;
  const more = { ...(namespaceLabels ? { namespaceLabels } : {}), ...(isPair ? { isPair: true as const } : {}) };
  classes.set(key, { namespace, labels, workload: undefined, ...more });
}

function boxesOfStates(states: States): readonly NamedBox[] {
  const { before, after, concerns } = states;
  const names = namespacesOf([before, after]).filter(concerns);
  const isAlike = answersAlike(states);
  const distinct = new Map<string, NamedBox>();
  for (const [side, state] of [
    ["before", before],
    ["after", after],
  ] as const)
    for (const policy of state.policies)
      for (const box of boxesOf(policy, state, names, concerns)) {
        const key = JSON.stringify([box.namespace, boxText(box.pod)]);
        const same = distinct.get(key);
        const isChanged = same?.isChanged || !isAlike(policy);
        distinct.set(key, { ...box, isChanged, sides: [...new Set([...(same?.sides ?? []), side])] });
      }
  return [...distinct.values()];
}

function boxesOf(
  policy: TrafficPolicy,
  { cluster }: ConnectivityState,
  names: readonly string[],
  concerns: States["concerns"],
): readonly Omit<NamedBox, "isChanged" | "sides">[] {
  return policy.subject.flatMap(({ namespace, pod }) => {
    const pinned = pinnedNamespaces(namespace);
    if (pinned) return pinned.filter(concerns).map((name) => ({ namespace: name, pod }));
    const chosen = names.filter((name) => holdsLabels(namespace, labelsOfNamespace(cluster, name)));
    const namespaceLabels = smallestLabels(namespace);
    return [
      ...chosen.map((name) => ({ namespace: name, pod })),
      { namespace: `[${boxText(namespace)}]`, namespaceLabels, pod },
    ];
  });
}

function knownBy(pairs: readonly WorkloadPair[]): IsKnown {
  const known = {
    before: grouped(
      pairs.map(({ was }) => was),
      ({ namespace }) => namespace,
    ),
    after: grouped(
      pairs.map(({ is }) => is),
      ({ namespace }) => namespace,
    ),
  };
  return ({ namespace, pod, sides }) =>
    pod.size > 0 &&
    sides.every((side) => (known[side].get(namespace) ?? []).some(({ labels }) => holdsLabels(pod, labels)));
}

function namespacesOf(states: readonly ConnectivityState[]): readonly string[] {
  const names = states.flatMap(({ cluster, policies }) => [
    ...cluster.namespaces.keys(),
    ...cluster.workloads.map(({ namespace }) => namespace),
    ...policies.flatMap(({ subject }) => subject.flatMap(({ namespace }) => pinnedNamespaces(namespace) ?? [])),
  ]);
  return [...new Set(names)].sort();
}
