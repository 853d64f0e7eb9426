import { labelsOfNamespace } from "../connectivity/cluster.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity/connectivity-state.ts";
import { describePeers } from "../connectivity/describe-peers.ts";
import { anyLabels, boxText, holdsLabels, type LabelBox, smallestLabels } from "../connectivity/label-box.ts";
import { podsOnly } from "../connectivity/peer-algebra.ts";
import { namespaceNamed } from "../connectivity/peer-reading.ts";
import type { PodBox } from "../connectivity/peer-set.ts";
import type { PodClass } from "../connectivity/pod-class.ts";

/** Pods that only the selector of a policy names: most pods come out of charts. */
export interface PolicySubject {
  readonly id: string;
  readonly label: string;
  readonly detail: string;
  /** Null where only labels tell which namespaces it may be. */
  readonly namespace: string | null;
  readonly pods: PodClass;
}

/** What the policies of a state select and no workload of the repository stands for. */
export function policySubjects(state: ConnectivityState): readonly PolicySubject[] {
  const subjects = new Map<string, PolicySubject>();
  for (const { subject } of state.policies)
    for (const box of subject)
      for (const one of subjectsOfBox(box, state)) if (!subjects.has(one.id)) subjects.set(one.id, one);
  return [...subjects.values()];
}

function subjectsOfBox({ namespace, pod }: PodBox, { cluster }: ConnectivityState): readonly PolicySubject[] {
  const hasWorkload = (name: string) =>
    (cluster.workloadsIn.get(name) ?? []).some(({ labels }) => holdsLabels(pod, labels));
  const pinned = pinnedNamespaces(namespace);
  if (pinned) return pinned.filter((name) => !hasWorkload(name)).map((name) => inNamespace(name, pod));
  const known = [...cluster.workloadsIn.keys()];
  if (known.some((name) => holdsLabels(namespace, labelsOfNamespace(cluster, name)) && hasWorkload(name))) return [];
  const namespaceLabels = smallestLabels(namespace);
  const pods = {
    namespace: `[${boxText(namespace)}]`,
    namespaceLabels,
    labels: smallestLabels(pod),
    workload: undefined,
  };
  return [{ ...describedPods({ namespace, pod }), pods }];
}

function inNamespace(namespace: string, pod: LabelBox): PolicySubject {
  const pods = { namespace, labels: smallestLabels(pod), workload: undefined };
  return { ...describedPods({ namespace: namespaceNamed(namespace), pod }), pods };
}

/** How pods that only labels name are called; the namespace is left out where it is one, because they stand in its frame. */
export function describedPods(box: PodBox): Omit<PolicySubject, "pods"> {
  const [only, ...others] = pinnedNamespaces(box.namespace) ?? [];
  const isOne = only !== undefined && others.length === 0;
  const shown = isOne ? { namespace: anyLabels, pod: box.pod } : box;
  const text = describePeers(podsOnly([shown])).replaceAll("`", "");
  const name = isOne ? usualName(box.pod) : undefined;
  return {
    id: `pods:${isOne ? only : ""}/${text}`,
    label: name === undefined ? text : `pods of ${name}`,
    detail: name === undefined ? "" : text,
    namespace: isOne ? only : null,
  };
}

/** Labels that usually hold the name of an application, the most telling first. */
const nameLabels = ["app.kubernetes.io/name", "k8s-app", "app", "app.kubernetes.io/instance", "name"];

function usualName(pod: LabelBox): string | undefined {
  const found = nameLabels
    .flatMap((key) => pod.get(key) ?? [])
    .find(({ values, allBut }) => values.length === 1 && !allBut);
  return found?.values[0];
}
