import { canonicalBoxes } from "./canonical-boxes.ts";
import { anyLabels, holdsLabels } from "./label-box.ts";
import { namespaceNameLabel, type PodBox, type PodSet } from "./peer-set.ts";
import { isWithinPodBox, meetPodBoxes, minusPodBox, normalPodBox, podBoxText } from "./pod-box.ts";
import { simplifiedBoxes } from "./simplified-boxes.ts";
import { TooManyBoxes } from "./too-many-boxes.ts";

export { TooManyBoxes };

const mostBoxes = 2000;
/** Comparisons of two labels or values in one operation. */
const mostSteps = 8_000_000;

export const everyPod: PodSet = [{ namespace: anyLabels, pod: anyLabels }];

/** The pods that are in one of the sets. */
export function joinedPods(sets: readonly PodSet[]): PodSet {
  return bounded(distinct(sets.flatMap(normal)));
}

/** The pods that are in both sets. */
export function commonPods(a: PodSet, b: PodSet): PodSet {
  const [left, right] = [normal(a), normal(b)];
  checkSteps(stepsFor(left, right));
  const common: PodBox[] = [];
  for (const box of left) {
    if (right.some((other) => isWithinPodBox(box, other))) common.push(box);
    else for (const other of right) push(common, meetPodBoxes(box, other));
  }
  return bounded(distinct(common));
}

/** The pods of `a` that are not in `b`. */
export function minusPods(a: PodSet, b: PodSet): PodSet {
  const removed = normal(b);
  const texts = new Set(removed.map(podBoxText));
  const left = normal(a).filter((box) => !texts.has(podBoxText(box)));
  let steps = stepsFor(left, removed);
  checkSteps(steps);
  let rest: readonly PodBox[] = left.filter((box) => !removed.some((other) => isWithinPodBox(box, other)));
  for (const other of removed) {
    steps += stepsFor(rest, [other]);
    checkSteps(steps);
    rest = bounded(rest.flatMap((box) => minusPodBox(box, other)));
  }
  return rest;
}

/** Whether every pod of `inner` is in `outer`. */
export function isWithinPods(inner: PodSet, outer: PodSet): boolean {
  return minusPods(inner, outer).length === 0;
}

/** Whether a pod is in the set. A namespace without a name among its labels has one that nobody lists. */
export function admitsPod(
  set: PodSet,
  namespaceLabels: Readonly<Record<string, string>>,
  podLabels: Readonly<Record<string, string>>,
): boolean {
  const isNamed = Object.hasOwn(namespaceLabels, namespaceNameLabel);
  return set.some((box) => {
    const namespace = holdsLabels(box.pod, podLabels) && normalPodBox(box)?.namespace;
    if (!namespace) return false;
    if (isNamed) return holdsLabels(namespace, namespaceLabels);
    if (namespace.get(namespaceNameLabel)?.allBut === false) return false;
    return holdsLabels(new Map([...namespace].filter(([key]) => key !== namespaceNameLabel)), namespaceLabels);
  });
}

/** The same pods in fewer boxes where that is easy to see: none inside another, none that differ in one label only. */
export function simplifiedPods(set: PodSet): PodSet {
  const boxes = bounded(normal(set));
  checkSteps(stepsFor(boxes, boxes));
  return simplifiedBoxes(boxes);
}

/** Text of the set. It does not depend on how the set is cut into boxes, unless that takes too long to find out. */
export function podsText(set: PodSet): string {
  const boxes = simplifiedPods(set);
  const canonical = (boxes.length > 1 && canonicalBoxes(boxes)) || boxes;
  return canonical.map(podBoxText).sort().join("; ");
}

function normal(set: PodSet): PodSet {
  if (set.every((box) => normalPodBox(box) === box)) return set;
  const boxes: PodBox[] = [];
  for (const box of set) push(boxes, normalPodBox(box));
  return boxes;
}

function distinct(boxes: PodSet): PodSet {
  return [...new Map(boxes.map((box) => [podBoxText(box), box])).values()];
}

function push(boxes: PodBox[], box: PodBox | undefined): void {
  if (box) boxes.push(box);
}

function bounded(boxes: PodSet): PodSet {
  if (boxes.length > mostBoxes) throw new TooManyBoxes(`more than ${mostBoxes} sets of pods`);
  return boxes;
}

/** What it takes to compare each box of one set with each of the other: a label may have thousands of values. */
function stepsFor(a: PodSet, b: PodSet): number {
  return weightOf(a) * b.length + weightOf(b) * a.length;
}

function weightOf(boxes: PodSet): number {
  let weight = boxes.length;
  for (const { namespace, pod } of boxes)
    for (const box of [namespace, pod]) for (const { values } of box.values()) weight += 1 + values.length;
  return weight;
}

function checkSteps(steps: number): void {
  if (steps > mostSteps) throw new TooManyBoxes(`more than ${mostSteps} comparisons of labels`);
}
