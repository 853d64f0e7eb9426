import { grouped } from "../../../analysis/exposure/grouped.ts";
import type { MapNode, NetworkMap } from "../../../analysis/network-map/network-map.ts";
import { sizes } from "./measures.ts";

type Numbers = ReadonlyMap<string, number>;

export interface Neighbours {
  /** The nodes at the other ends of the arrows of a node. */
  all(id: string): readonly string[];
  /** The mean height of those of them that have a place. */
  middle(id: string, tops: Numbers, heights: Numbers): number | undefined;
}

export function neighboursOf({ edges }: NetworkMap): Neighbours {
  const pairs = edges.flatMap(({ from, to }) => [
    { id: from, other: to },
    { id: to, other: from },
  ]);
  const byId = grouped(pairs, ({ id }) => id);
  const all = (id: string) => (byId.get(id) ?? []).map(({ other }) => other);
  return {
    all,
    middle(id, tops, heights) {
      const placed = all(id).flatMap((other) => {
        const top = tops.get(other);
        return top === undefined ? [] : [top + (heights.get(other) ?? sizes.boxHeight) / 2];
      });
      return placed.length === 0 ? undefined : placed.reduce((sum, y) => sum + y, 0) / placed.length;
    },
  };
}

/** Nodes in the order of what they are linked to, as far as that has a place. */
export function besideOthers(
  nodes: readonly MapNode[],
  near: Neighbours,
  tops: Numbers,
  heights: Numbers,
): readonly MapNode[] {
  const wanted = new Map(nodes.map(({ id }) => [id, near.middle(id, tops, heights)]));
  return nodes.toSorted((a, b) => (wanted.get(a.id) ?? 0) - (wanted.get(b.id) ?? 0));
}

/** Places nodes one under the other. */
export function stacked(
  nodes: readonly MapNode[],
  top: number,
  heightOf: (node: MapNode) => number,
  tops: Map<string, number>,
): void {
  let y = top;
  for (const node of nodes) {
    tops.set(node.id, y);
    y += heightOf(node) + sizes.rowGap;
  }
}
