import { anyLabels, type LabelBox, type LabelValues, requirement } from "../label-box.ts";
import { namespaceNameLabel, type PodBox, type PodSet, serviceAccountLabel } from "../peer-set.ts";
import { everyPod } from "../pod-algebra.ts";
import { meetPodBoxes } from "../pod-box.ts";
import type { Selector } from "./selector.ts";

/** Whose labels a selector asks for: those of pods, or those of namespaces. */
export type Side = "pod" | "namespace";

/** The pods that a selector selects; undefined where nobody here can tell. */
export function podsOf(selector: Selector, side: Side): PodSet | undefined {
  return alternatives(selector, side, false);
}

const mostBoxes = 200;

// Negations are carried to the tests, whose values have complements; what remains is a union of boxes.
function alternatives(selector: Selector, side: Side, isNegated: boolean): PodSet | undefined {
  switch (selector.kind) {
    case "all":
      return isNegated ? [] : everyPod;
    case "global":
      return isNegated ? everyPod : [];
    case "text":
      return undefined;
    case "label":
      return testedPods(selector.key, isNegated ? complement(selector.values) : selector.values, side);
    case "not":
      return alternatives(selector.part, side, !isNegated);
    case "and":
    case "or":
      return combined(selector.parts, side, isNegated, (selector.kind === "and") !== isNegated);
  }
}

function combined(parts: readonly Selector[], side: Side, isNegated: boolean, isAnd: boolean): PodSet | undefined {
  let result: PodSet = isAnd ? everyPod : [];
  for (const part of parts) {
    const pods = alternatives(part, side, isNegated);
    if (!pods || (isAnd ? result.length * pods.length : result.length + pods.length) > mostBoxes) return undefined;
    result = isAnd ? product(result, pods) : [...result, ...pods];
  }
  return result;
}

export function product(a: PodSet, b: PodSet): PodSet {
  return a.flatMap((box) => b.flatMap((other) => meetPodBoxes(box, other) ?? []));
}

function testedPods(key: string, values: LabelValues, side: Side): PodSet | undefined {
  if (side === "namespace") return boxes("namespace", isNamespaceName(key) ? namespaceNameLabel : key, values);
  if (key === "projectcalico.org/namespace") return boxes("namespace", namespaceNameLabel, values);
  if (key === "projectcalico.org/serviceaccount") return boxes("pod", serviceAccountLabel, values);
  if (key === "projectcalico.org/orchestrator") return values.values.includes("k8s") !== values.allBut ? everyPod : [];
  if (key.startsWith("pcns.")) return boxes("namespace", key.slice("pcns.".length), values);
  // Labels of ServiceAccounts, which no policy of another kind sees.
  if (key.startsWith("pcsa.")) return undefined;
  return boxes("pod", key, values);
}

/** Calico gives namespaces a label with their name, as Kubernetes does. */
export function isNamespaceName(key: string): boolean {
  return key === "projectcalico.org/name" || key === namespaceNameLabel;
}

function boxes(side: keyof PodBox, key: string, values: LabelValues): PodSet {
  const box: LabelBox | undefined = requirement(key, values);
  return box ? [{ namespace: anyLabels, pod: anyLabels, [side]: box }] : [];
}

function complement({ values, allBut, orAbsent }: LabelValues): LabelValues {
  return { values, allBut: !allBut, orAbsent: !orAbsent };
}
