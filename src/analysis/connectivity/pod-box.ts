import { boxText, isWithinBox, type LabelBox, meet, minusBox, withValues } from "./label-box.ts";
import { namespaceNameLabel, type PodBox } from "./peer-set.ts";

/** The label with the name of a namespace is always there: no box says anything about that. Undefined: no pod is left. */
export function normalPodBox(box: PodBox): PodBox | undefined {
  const { namespace, pod } = box;
  const name = namespace.get(namespaceNameLabel);
  if (!name || (!name.orAbsent && (!name.allBut || name.values.length > 0))) return box;
  const orAbsent = name.allBut && name.values.length === 0;
  const named = withValues(namespace, namespaceNameLabel, { ...name, orAbsent });
  return named && { namespace: named, pod };
}

export function podBoxText({ namespace, pod }: PodBox): string {
  return `${boxText(namespace)} / ${boxText(pod)}`;
}

export function isWithinPodBox(inner: PodBox, outer: PodBox): boolean {
  return isWithinBox(inner.namespace, outer.namespace) && isWithinBox(inner.pod, outer.pod);
}

export function meetPodBoxes(a: PodBox, b: PodBox): PodBox | undefined {
  const namespace = meet(a.namespace, b.namespace);
  const pod = namespace && meet(a.pod, b.pod);
  return pod && normalPodBox({ namespace, pod });
}

/** What is in `a` but not in `b`, as boxes without a common member. */
export function minusPodBox(a: PodBox, b: PodBox): readonly PodBox[] {
  const both = meetPodBoxes(a, b);
  if (!both) return [a];
  return [
    ...minusBox(a.namespace, b.namespace).flatMap((namespace) => withNamespace(namespace, a.pod)),
    ...minusBox(a.pod, b.pod).map((pod) => ({ namespace: both.namespace, pod })),
  ];
}

function withNamespace(namespace: LabelBox, pod: LabelBox): readonly PodBox[] {
  const box = normalPodBox({ namespace, pod });
  return box ? [box] : [];
}
