import { type Conditions, type Question, questionOf } from "./decision.ts";
import { anyLabels, type LabelValues, withValues } from "./label-box.ts";
import { namespaceNameLabel, type PodBox } from "./peer-set.ts";

const mostLabels = 300;
const mostBoxes = 500;

interface Label {
  readonly side: keyof PodBox;
  readonly key: string;
}

/**
 * The boxes without a common member that ask for labels in the order of their keys and for none without need: equal sets of pods
 * have equal lists. Undefined where that takes too long.
 */
export function canonicalBoxes(boxes: readonly PodBox[]): readonly PodBox[] | undefined {
  const labels = [...labelsOf(boxes, "namespace"), ...labelsOf(boxes, "pod")];
  if (labels.length > mostLabels) return undefined;
  const isName = labels.map(({ side, key }) => side === "namespace" && key === namespaceNameLabel);
  const question = questionOf(conditionsOf(boxes, labels), (label) => isName[label] ?? false);
  if (question === undefined) return undefined;
  const found: PodBox[] = [];
  collect(question, { namespace: anyLabels, pod: anyLabels }, labels, found);
  return found.length > mostBoxes ? undefined : found;
}

function labelsOf(boxes: readonly PodBox[], side: keyof PodBox): readonly Label[] {
  const keys = new Set(boxes.flatMap((box) => [...box[side].keys()]));
  return [...keys].sort().map((key) => ({ side, key }));
}

function conditionsOf(boxes: readonly PodBox[], labels: readonly Label[]): readonly (Conditions | undefined)[] {
  const known = new Map<string, Conditions>();
  return boxes.map((box) => {
    let rest: Conditions | undefined;
    for (const [index, { side, key }] of [...labels.entries()].reverse()) {
      const values = box[side].get(key);
      if (!values) continue;
      const text = JSON.stringify([index, values, rest?.id]);
      rest = known.get(text) ?? { id: known.size, label: index, values, rest };
      known.set(text, rest);
    }
    return rest;
  });
}

function collect(question: Question, box: PodBox, labels: readonly Label[], found: PodBox[]): void {
  if (question === false || found.length > mostBoxes) return;
  if (question === true) found.push(box);
  else {
    for (const { values, next } of question.answers)
      collect(next, withLabel(box, labels[question.label], values), labels, found);
  }
}

function withLabel(box: PodBox, label: Label | undefined, values: LabelValues): PodBox {
  return label ? { ...box, [label.side]: withValues(box[label.side], label.key, values) ?? box[label.side] } : box;
}
