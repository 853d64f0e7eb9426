import type { TrafficDirection } from "../connectivity/traffic-policy.ts";
import { type MapEdge, type MapNode, type MapState, type NetworkMap, nodesById } from "./network-map.ts";

/** Whether one state had both ends of a flow and isolated neither, so that it was allowed without being drawn. */
export function isAllowedUndrawn({ from, to }: MapEdge, nodes: ReadonlyMap<string, MapNode>): boolean {
  return isOpen(from, "egress", nodes) && isOpen(to, "ingress", nodes);
}

/** What policies do not select is not isolated by them; a workload that is not there has no connections. */
function isOpen(id: string, direction: TrafficDirection, nodes: ReadonlyMap<string, MapNode>): boolean {
  const node = nodes.get(id);
  return node?.open ? node.open.includes(direction) : !id.startsWith("workload:");
}

/** Pods that one state isolates and the other does not: as a connection with everything. */
export function openedWorkloads(
  before: NetworkMap,
  after: NetworkMap,
): { readonly nodes: readonly MapNode[]; readonly edges: readonly MapEdge[] } {
  const sides = [nodesById(before), nodesById(after)] as const;
  const edges = after.nodes.flatMap(({ id, open: own }) => {
    if (!own || !sides[0].get(id)?.open) return [];
    return directions.flatMap((direction) => {
      const [wasOpen, open] = sides.map((side) => isOpen(id, direction, side));
      return wasOpen === open ? [] : [openEdge(id, direction, open ? "added" : "removed")];
    });
  });
  const used = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return {
    nodes: [anySource, anyTarget].filter(({ id }) => used.has(id) && !sides.some((side) => side.has(id))),
    edges,
  };
}

const directions: readonly TrafficDirection[] = ["ingress", "egress"];

function openEdge(id: string, direction: TrafficDirection, state: MapState): MapEdge {
  const ends = direction === "ingress" ? { from: anySource.id, to: id } : { from: id, to: anyTarget.id };
  return { ...ends, kind: "flow", label: "every port", detail: "", encrypted: null, state };
}

/** Everything, at the start of connections and at their end. */
export const anySource: MapNode = {
  id: "from everything",
  kind: "pods",
  label: "Anything",
  detail: "every pod and address",
  zone: null,
  namespace: null,
  state: "same",
};
export const anyTarget: MapNode = { ...anySource, id: "to everything", kind: "address" };
