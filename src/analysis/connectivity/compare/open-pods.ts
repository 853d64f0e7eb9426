import { refOf } from "../../../kubernetes/resource.ts";
import { isIsolated } from "../admitted.ts";
import type { Workload } from "../cluster.ts";
import type { OtherConnectivityChange } from "../connectivity-change.ts";
import type { ConnectivityState } from "../connectivity-state.ts";
import { classOf, type PodClass } from "../pod-class.ts";
import type { TrafficDirection } from "../traffic-policy.ts";
import { podTemplatePath } from "../workload.ts";
import type { States } from "./compared-states.ts";
import { type TargetFacts, targetOf } from "./target-facts.ts";
import { keyOf } from "./targets.ts";

/**
 * New namespaces, and namespaces that got their first workload, in which some pods are not isolated. Only where that breaks a habit:
 * the zone is in scope of the assessment, or every other namespace with workloads isolates them.
 */
export function unisolatedNamespaces(
  { before, after }: States,
  facts: TargetFacts,
): readonly OtherConnectivityChange[] {
  const names = [...after.cluster.workloadsIn.keys()].filter((name) => !before.cluster.workloadsIn.has(name));
  return names.sort().flatMap((name): OtherConnectivityChange[] => {
    const workloads = (after.cluster.workloadsIn.get(name) ?? []).filter(({ hostNetwork }) => !hostNetwork);
    const anyPod: PodClass = { namespace: name, labels: {}, workload: undefined };
    const zone = facts.zoneOf(workloads[0] ? classOf(workloads[0]) : anyPod);
    const wanted = zone?.pci === "in-scope" ? bothDirections : habitOf(before);
    const open = workloads.filter((workload) => openDirections(classOf(workload), wanted, after).length > 0);
    const directions = wanted.filter((direction) =>
      open.some((workload) => openDirections(classOf(workload), [direction], after).length > 0),
    );
    const [first] = open;
    if (!first || directions.length === 0) return [];
    const declared = after.cluster.namespaces.get(name)?.resource;
    const object = declared ?? first.resource;
    return [
      {
        topic: "connectivity",
        kind: "unisolated",
        view: facts.view,
        direction: "widened",
        resource: refOf(object),
        targets: open.map((workload) => targetOf(classOf(workload), facts)),
        directions,
        effect: { kind: "unisolated", namespace: name, directions },
        before: null,
        after: { namespace: name, notIsolated: directions },
        because: [object.locate([]), ...open.map(({ resource }) => resource.locate([]))],
      },
    ];
  });
}

const bothDirections: readonly TrafficDirection[] = ["ingress", "egress"];

/** The directions in which every namespace with workloads isolates a pod of which nothing is known. */
function habitOf(state: ConnectivityState): readonly TrafficDirection[] {
  const names = [...state.cluster.workloadsIn.keys()];
  if (names.length === 0) return [];
  return bothDirections.filter((direction) =>
    names.every((namespace) =>
      isIsolated(state.selecting({ namespace, labels: {}, workload: undefined }, direction), direction),
    ),
  );
}

function openDirections(
  pods: PodClass,
  wanted: readonly TrafficDirection[],
  state: ConnectivityState,
): readonly TrafficDirection[] {
  return wanted.filter((direction) => !isIsolated(state.selecting(pods, direction), direction));
}

/** Workloads that moved to the network of their node, or off it, while policies select their labels. */
export function bypassChanges({ before, after }: States, facts: TargetFacts): readonly OtherConnectivityChange[] {
  const earlier = new Map(before.cluster.workloads.map((workload) => [keyOf(workload), workload]));
  return after.cluster.workloads.flatMap((workload): OtherConnectivityChange[] => {
    const was = earlier.get(keyOf(workload));
    if ((was?.hostNetwork ?? false) === workload.hostNetwork) return [];
    const directions = bothDirections.filter((direction) => wouldBeIsolated(workload, direction, after));
    if (directions.length === 0) return [];
    const path = [...(podTemplatePath(workload.resource) ?? []), "spec", "hostNetwork"];
    const kind = workload.hostNetwork ? "bypassed" : "bypass-ended";
    return [
      {
        topic: "connectivity",
        kind,
        view: facts.view,
        direction: workload.hostNetwork ? "widened" : "narrowed",
        resource: refOf(workload.resource),
        targets: [targetOf(classOf(workload), facts)],
        directions,
        effect: { kind, namespace: workload.namespace, workload: workload.name },
        before: { hostNetwork: was?.hostNetwork ?? false },
        after: { hostNetwork: workload.hostNetwork },
        because: [workload.resource.locate(path), ...(was ? [was.resource.locate(path)] : [])],
      },
    ];
  });
}

function wouldBeIsolated(workload: Workload, direction: TrafficDirection, state: ConnectivityState): boolean {
  const pods: PodClass = { namespace: workload.namespace, labels: workload.labels, workload: undefined };
  return isIsolated(state.selecting(pods, direction), direction);
}
