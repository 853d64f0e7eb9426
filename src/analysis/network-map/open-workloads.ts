import type { TrafficDirection } from "../connectivity/traffic-policy.ts";
import { type MapEdge, type MapNode, type MapState, type NetworkMap, nodesById } from "./network-map.ts";

/** Whether one state had both ends of a flow and isolated neither, so that it was allowed without being drawn. */
export function isAllowedUndrawn({ from, to }: MapEdge, nodes: ReadonlyMap<string, MapNode>): boolean {
  return isOpen(from, "egress", nodes) && isOpen(to, "ingress", nodes);
}

/** What is no workload of the repository is not isolated by it. */
function isOpen(id: string, direction: TrafficDirection, nodes: ReadonlyMap<string, MapNode>): boolean {
  const node = nodes.get(id);
  return id.startsWith("workload:") ? (node?.open ?? []).includes(direction) : true;
}

/** Workloads that a state isolates and the other does not: as a connection with everything. */
export function openedWorkloads(
  before: NetworkMap,
  after: NetworkMap,
): { readonly nodes: readonly MapNode[]; readonly edges: readonly MapEdge[] } {
  const sides = [nodesById(before), nodesById(after)] as const;
  const edges = after.nodes.flatMap(({ id, kind }) => {
    if (kind !== "workload" || !sides[0].has(id)) return [];
    return directions.flatMap((direction) => {
      const [wasOpen, open] = sides.map((side) => isOpen(id, direction, side));
      return wasOpen === open ? [] : [openEdge(id, direction, open ? "added" : "removed")];
    });
  });
  const used = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return { nodes: [anySource, anyTarget].filter(({ id }) => used.has(id)), edges };
}

const directions: readonly TrafficDirection[] = ["ingress", "egress"];

function openEdge(id: string, direction: TrafficDirection, state: MapState): MapEdge {
  const ends = direction === "ingress" ? { from: anySource.id, to: id } : { from: id, to: anyTarget.id };
  return { ...ends, kind: "flow", label: "everything", detail: "", encrypted: null, state };
}

const anySource: MapNode = {
  id: "pods:everything",
  kind: "pods",
  label: "Any pod or address",
  detail: "no policy isolates",
  zone: null,
  namespace: null,
  state: "same",
};
const anyTarget: MapNode = { ...anySource, id: "address:everything", kind: "address" };
