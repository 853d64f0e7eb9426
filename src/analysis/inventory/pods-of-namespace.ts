import { labelsOfNamespace } from "../connectivity/cluster.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity/connectivity-state.ts";
import { boxText, holdsLabels, type LabelBox, smallestLabels } from "../connectivity/label-box.ts";
import { classOf, type PodClass } from "../connectivity/pod-class.ts";
import { objectName } from "./inventory-row.ts";

/** Pods that are alike to policies, and what to call them. */
export interface NamedPods {
  readonly name: string;
  readonly pods: PodClass;
}

/** What runs, or may run, in one namespace. */
export interface PodsOfNamespace {
  readonly namespace: string;
  /** Workloads of the repository, pods that only selectors of policies name, and last a pod of which nothing is known. */
  readonly all: readonly NamedPods[];
}

/** Every namespace that the repository declares, runs something in or has a policy for. */
export function podsOfNamespaces(state: ConnectivityState): readonly PodsOfNamespace[] {
  const { cluster, policies } = state;
  const selectors = new Map<string, Map<string, LabelBox>>();
  for (const { namespace, pod } of policies.flatMap(({ subject }) => subject))
    for (const name of pinnedNamespaces(namespace) ?? []) {
      const known = selectors.get(name) ?? new Map<string, LabelBox>();
      selectors.set(name, known.set(boxText(pod), pod));
    }
  const names = new Set([...cluster.namespaces.keys(), ...cluster.workloadsIn.keys(), ...selectors.keys()]);
  return [...names].sort().map((namespace) => {
    const known = [...workloadsIn(namespace, state), ...selected(namespace, selectors.get(namespace), state)];
    const other = known.length === 0 ? "every pod" : "every other pod";
    return { namespace, all: [...known, { name: other, pods: { namespace, labels: {}, workload: undefined } }] };
  });
}

function workloadsIn(namespace: string, { cluster }: ConnectivityState): readonly NamedPods[] {
  const workloads = cluster.workloadsIn.get(namespace) ?? [];
  return workloads
    .map((workload) => ({ name: objectName({ ...workload.resource, namespace: undefined }), pods: classOf(workload) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Most pods come out of charts: the repository knows them by the selectors of its policies only. */
function selected(
  namespace: string,
  boxes: ReadonlyMap<string, LabelBox> = new Map(),
  { cluster }: ConnectivityState,
): readonly NamedPods[] {
  const workloads = cluster.workloadsIn.get(namespace) ?? [];
  return [...boxes]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([text, box]): NamedPods[] => {
      if (box.size === 0 || workloads.some(({ labels }) => holdsLabels(box, labels))) return [];
      return [{ name: `pods with ${text}`, pods: { namespace, labels: smallestLabels(box), workload: undefined } }];
    });
}

/** The labels of a namespace and its name, for zones; nothing for one that an applier fills in. */
export function namespaceForZones(namespace: string, { cluster }: ConnectivityState) {
  return namespace.startsWith("(") ? [] : [{ name: namespace, labels: labelsOfNamespace(cluster, namespace) }];
}
