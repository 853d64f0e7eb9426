import { pushTo } from "../push-to.ts";
import type { Workload } from "./cluster.ts";
import type { LabelBox } from "./label-box.ts";
import type { TrafficPolicy } from "./traffic-policy.ts";

type Labels = Readonly<Record<string, string>>;

/** Finds the policies whose selectors may select pods by their labels: most ask for one value of one label. In their order. */
export function policiesByLabel(policies: readonly TrafficPolicy[]): (labels: Labels) => readonly TrafficPolicy[] {
  const byLabel = new Map<string, number[]>();
  const others: number[] = [];
  policies.forEach(({ subject }, index) => {
    const required = subject.map(({ pod }) => requiredLabels(pod));
    if (required.includes(undefined)) others.push(index);
    else for (const label of new Set(required.flatMap((labels) => labels ?? []))) pushTo(byLabel, label, index);
  });
  return (labels) => {
    const found = new Set(others);
    for (const [key, value] of Object.entries(labels))
      for (const index of byLabel.get(labelText(key, value)) ?? []) found.add(index);
    return [...found].sort((a, b) => a - b).flatMap((index) => policies[index] ?? []);
  };
}

const indexes = new WeakMap<readonly Workload[], ReadonlyMap<string, readonly Workload[]>>();

/** Of the workloads, those that a selector may select. In their order. */
export function workloadsByLabel(workloads: readonly Workload[], pod: LabelBox): readonly Workload[] {
  const required = requiredLabels(pod);
  const [label] = required ?? [];
  if (label === undefined || required?.length !== 1) return workloads;
  const known = indexes.get(workloads) ?? indexOf(workloads);
  indexes.set(workloads, known);
  return known.get(label) ?? [];
}

function indexOf(workloads: readonly Workload[]): ReadonlyMap<string, readonly Workload[]> {
  const index = new Map<string, Workload[]>();
  for (const workload of workloads)
    for (const [key, value] of Object.entries(workload.labels)) pushTo(index, labelText(key, value), workload);
  return index;
}

/** Labels of which all pods in a box have one; undefined if it asks for none by its value. */
function requiredLabels(box: LabelBox): readonly string[] | undefined {
  for (const [key, { values, allBut, orAbsent }] of box)
    if (!allBut && !orAbsent) return values.map((value) => labelText(key, value));
  return undefined;
}

function labelText(key: string, value: string): string {
  return `${key}\u0000${value}`;
}
