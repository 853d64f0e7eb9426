import { grouped } from "../../exposure/grouped.ts";
import { isIsolated } from "../admitted.ts";
import type { Workload } from "../cluster.ts";
import type { OtherConnectivityChange } from "../connectivity-change.ts";
import type { ConnectivityState } from "../connectivity-state.ts";
import { refOfPlaced } from "../namespace-of.ts";
import { classOf, type PodClass } from "../pod-class.ts";
import type { TrafficDirection } from "../traffic-policy.ts";
import { podTemplatePath } from "../workload.ts";
import type { States } from "./compared-states.ts";
import { pairedWorkloads } from "./paired-workloads.ts";
import { type TargetFacts, targetOf } from "./target-facts.ts";

/**
 * New workloads that some policy should isolate, and none does. Only where that breaks a habit: the zone is in scope of the
 * assessment, everything in the namespace was isolated (or in every other namespace, if it is a new one), or the workload was
 * isolated where it came from.
 */
export function unisolatedWorkloads(states: States, facts: TargetFacts): readonly OtherConnectivityChange[] {
  const { before, after } = states;
  const { gone, came } = pairedWorkloads(states);
  if (came.length === 0) return [];
  const origins = grouped(
    gone.flatMap((workload) => originKeys(workload).map((key) => ({ key, workload }))),
    ({ key }) => key,
  );
  let habit: readonly TrafficDirection[] | undefined;
  const wantedFor = (workload: Workload): readonly TrafficDirection[] => {
    if (facts.zoneOf(classOf(workload))?.pci === "in-scope") return bothDirections;
    const neighbours = before.cluster.workloadsIn.get(workload.namespace);
    habit ??= habitOf(before);
    const expected = neighbours ? isolatedDirections(neighbours.map(classOf), before) : habit;
    const moved = originKeys(workload)
      .flatMap((key) => origins.get(key) ?? [])
      .flatMap((one) => isolatedDirections([classOf(one.workload)], before));
    return bothDirections.filter((direction) => expected.includes(direction) || moved.includes(direction));
  };
  const open = came.flatMap((workload) => {
    const directions = workload.hostNetwork ? [] : openDirections(classOf(workload), wantedFor(workload), after);
    return directions.length > 0 ? [{ workload, directions }] : [];
  });
  return [...grouped(open, ({ workload }) => workload.namespace)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, group]) => unisolatedChange(name, group, states, facts));
}

interface OpenWorkload {
  readonly workload: Workload;
  readonly directions: readonly TrafficDirection[];
}

function unisolatedChange(
  name: string,
  group: readonly OpenWorkload[],
  { before, after }: States,
  facts: TargetFacts,
): OtherConnectivityChange {
  const workloads = group.map(({ workload }) => workload);
  const directions = bothDirections.filter((direction) => group.some((one) => one.directions.includes(direction)));
  const isNew = !before.cluster.workloadsIn.has(name);
  const declared = isNew ? after.cluster.namespaces.get(name)?.resource : undefined;
  const object = declared ?? (workloads[0] as Workload).resource;
  const names = workloads.map((workload) => workload.name).sort();
  return {
    topic: "connectivity",
    kind: "unisolated",
    view: facts.view,
    direction: "widened",
    resource: refOfPlaced(object),
    targets: workloads.map((workload) => targetOf(classOf(workload), facts)),
    directions,
    effect: { kind: "unisolated", namespace: name, directions, ...(isNew ? {} : { workloads: names }) },
    before: null,
    after: { namespace: name, notIsolated: directions },
    because: [object.locate([]), ...workloads.map(({ resource }) => resource.locate([]))],
  };
}

const bothDirections: readonly TrafficDirection[] = ["ingress", "egress"];

/** A workload that moves to another namespace keeps its kind and name; one with another name stands where the old one stood. */
function originKeys({ kind, name, namespace, resource }: Workload): readonly string[] {
  return [JSON.stringify([kind, name]), JSON.stringify([kind, namespace, resource.file])];
}

/** The directions in which every namespace with workloads isolates a pod of which nothing is known. */
function habitOf(state: ConnectivityState): readonly TrafficDirection[] {
  const names = [...state.cluster.workloadsIn.keys()];
  return isolatedDirections(
    names.map((namespace) => ({ namespace, labels: {}, workload: undefined })),
    state,
  );
}

/** The directions in which policies isolate all of some pods; those in the network of their node have no say. */
function isolatedDirections(classes: readonly PodClass[], state: ConnectivityState): readonly TrafficDirection[] {
  const pods = classes.filter(({ workload }) => !workload?.hostNetwork);
  if (pods.length === 0) return [];
  return bothDirections.filter((direction) =>
    pods.every((one) => isIsolated(state.selecting(one, direction), direction)),
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
  const earlier = new Map(pairedWorkloads({ before, after }).pairs.map(({ was, is }) => [is, was]));
  return after.cluster.workloads.flatMap((workload): OtherConnectivityChange[] => {
    const was = earlier.get(workload);
    if ((was?.hostNetwork ?? false) === workload.hostNetwork) return [];
    const directions = bothDirections.filter(
      (direction) =>
        wouldBeIsolated(workload, direction, after) ||
        (workload.hostNetwork && was && isIsolated(before.selecting(classOf(was), direction), direction)),
    );
    if (directions.length === 0) return [];
    const path = [...(podTemplatePath(workload.resource) ?? []), "spec", "hostNetwork"];
    const kind = workload.hostNetwork ? "bypassed" : "bypass-ended";
    return [
      {
        topic: "connectivity",
        kind,
        view: facts.view,
        direction: workload.hostNetwork ? "widened" : "narrowed",
        resource: refOfPlaced(workload.resource),
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
