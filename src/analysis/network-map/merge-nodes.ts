import { grouped } from "../exposure/grouped.ts";
import { joinedEdge } from "./joined-edge.ts";
import { sharedState } from "./map-state.ts";
import { edgeKey, type MapEdge, type MapNode, type NetworkMap } from "./network-map.ts";

/** What a node becomes: itself, a part of another node (which `describe` describes), or nothing. */
export type Merge = (node: MapNode) => string | null;

/**
 * A map in which several nodes are drawn as one. `into` names the group of a node: its own id leaves it alone, null leaves it out.
 */
export function mergeNodes(
  map: NetworkMap,
  into: Merge,
  describe: (id: string, members: readonly MapNode[]) => Omit<MapNode, "state" | "id">,
): NetworkMap {
  const groups = new Map<string, MapNode[]>();
  const home = new Map<string, string>();
  for (const node of map.nodes) {
    const group = into(node);
    if (group === null) continue;
    home.set(node.id, group);
    const members = groups.get(group);
    if (members) members.push(node);
    else groups.set(group, [node]);
  }
  const nodes = [...groups].map(([id, members]): MapNode => {
    const [only] = members;
    if (only && members.length === 1 && only.id === id) return only;
    const state = sharedState(members.map((member) => member.state));
    return { ...describe(id, members), id, state, count: countOf(members) };
  });
  return { ...map, nodes, edges: movedEdges(map.edges, home) };
}

export function countOf(members: readonly MapNode[]): number {
  return members.reduce((sum, { count }) => sum + (count ?? 1), 0);
}

function movedEdges(edges: readonly MapEdge[], home: ReadonlyMap<string, string>): readonly MapEdge[] {
  const moved = edges.flatMap((edge): MapEdge[] => {
    const [from, to] = [home.get(edge.from), home.get(edge.to)];
    if (from === undefined || to === undefined || from === to) return [];
    return [from === edge.from && to === edge.to ? edge : { ...edge, from, to }];
  });
  return [...grouped(moved, edgeKey).values()].flatMap(([first, ...others]) =>
    first ? [joinedEdge([first, ...others], sharedState)] : [],
  );
}
