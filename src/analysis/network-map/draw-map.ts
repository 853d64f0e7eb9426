import type { Resource } from "../../kubernetes/resource.ts";
import { isIsolated } from "../connectivity/admitted.ts";
import { labelsOfNamespace, type Workload } from "../connectivity/cluster.ts";
import type { ConnectivityState } from "../connectivity/connectivity-state.ts";
import { classOf } from "../connectivity/pod-class.ts";
import { TooManyBoxes } from "../connectivity/too-many-boxes.ts";
import type { TrafficDirection } from "../connectivity/traffic-policy.ts";
import { grouped } from "../exposure/grouped.ts";
import type { Route } from "../exposure/route.ts";
import { closedPods } from "../reachability/closed-backends.ts";
import { drawFlows } from "./draw-flows.ts";
import { drawRoutes, workloadId } from "./draw-routes.ts";
import { drawServices } from "./draw-services.ts";
import { type MapDraft, mapDraft } from "./map-draft.ts";
import { type MapZoneFacts, type ZoneFinder, zoneFinder } from "./map-zones.ts";
import type { MapNamespace, MapNode, NamespaceIsolation, NetworkMap } from "./network-map.ts";
import { type PolicySubject, policySubjects } from "./policy-subjects.ts";

/** The facts of one state of a view that a map is drawn from. */
export interface MapFacts {
  readonly resources: readonly Resource[];
  readonly routes: readonly Route[];
  readonly connectivity: ConnectivityState;
  /** Pods that only selectors name; of two states that are compared, those of both. Without it, those of the state. */
  readonly subjects?: readonly PolicySubject[];
}

/** Draws one state of a view. */
export function networkMap(facts: MapFacts, zones: readonly MapZoneFacts[]): NetworkMap {
  const { resources, routes, connectivity, subjects = policySubjects(connectivity) } = facts;
  const { cluster } = connectivity;
  const finder = zoneFinder(zones, (namespace) => labelsOfNamespace(cluster, namespace));
  const draft = mapDraft();
  const isolation = isolationIn(connectivity);
  for (const workload of cluster.workloads) drawWorkload(workload, isolation, draft, finder);
  drawRoutes(routes, draft, finder);
  drawServices(resources, cluster.workloads, draft, (workload) => isClosed(workload, connectivity));
  const notes = [...drawFlows(connectivity, subjects, draft, finder), ...problemNotes(connectivity)];
  const nodes = draft.nodes();
  const names = new Set(nodes.flatMap(({ zone }) => zone ?? []));
  return {
    nodes,
    edges: draft.edges(),
    namespaces: namespacesOf(nodes, finder),
    zones: finder.named(names),
    notes,
  };
}

function isClosed(workload: Workload, state: ConnectivityState): boolean {
  try {
    return closedPods(classOf(workload), state) !== undefined;
  } catch (error) {
    if (error instanceof TooManyBoxes) return false;
    throw error;
  }
}

function problemNotes({ problems }: ConnectivityState): readonly string[] {
  const count = new Set(problems.map(({ resource }) => resource)).size;
  if (count === 0) return [];
  return [
    `${count === 1 ? "1 network policy says" : `${count} network policies say`} something that could not be read.`,
  ];
}

/** The directions in which no policy isolates the pods of a workload. */
type Isolation = (workload: Workload) => readonly TrafficDirection[];

function isolationIn(state: ConnectivityState): Isolation {
  return (workload) =>
    (["ingress", "egress"] as const).filter(
      (direction) => !isIsolated(state.selecting(classOf(workload), direction), direction),
    );
}

function drawWorkload(workload: Workload, openOf: Isolation, draft: MapDraft, zones: ZoneFinder): void {
  const { namespace, name, kind, resource, hostNetwork } = workload;
  draft.node({
    id: workloadId(workload),
    kind: "workload",
    label: name,
    detail: hostNetwork ? `${kind} in the network of its node` : kind,
    namespace,
    zone: zones.ofNamespace(namespace, resource.file),
    open: openOf(workload),
  });
}

function namespacesOf(nodes: readonly MapNode[], zones: ZoneFinder): readonly MapNamespace[] {
  const inside = grouped(
    nodes.filter(({ namespace }) => namespace !== null),
    ({ namespace }) => namespace ?? "",
  );
  return [...inside]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, members]) => ({ name, zone: zones.ofNamespace(name, null), isolation: isolationOf(members) }));
}

function isolationOf(nodes: readonly MapNode[]): NamespaceIsolation | null {
  const workloads = nodes.flatMap(({ kind, open }) => (kind === "workload" && open ? [open] : []));
  if (workloads.length === 0) return null;
  const isolated = (direction: TrafficDirection) => workloads.filter((open) => !open.includes(direction)).length;
  return { workloads: workloads.length, ingress: isolated("ingress"), egress: isolated("egress") };
}
