import { grouped } from "../../../analysis/exposure/grouped.ts";
import type { MapNode, NetworkMap } from "../../../analysis/network-map/network-map.ts";
import { isInside } from "./columns.ts";
import { sizes } from "./measures.ts";
import type { Frame } from "./placed.ts";
import { besideOthers, type Neighbours, neighboursOf, stacked } from "./stacks.ts";

/** A frame around whole columns. */
export interface FrameRows extends Pick<Frame, "kind" | "name" | "y" | "height"> {
  readonly first: number;
  readonly last: number;
  /** How far it stands out over the frames inside of it. */
  readonly inset: number;
}

interface Rows {
  readonly tops: ReadonlyMap<string, number>;
  readonly frames: readonly FrameRows[];
  readonly bottom: number;
}

type Numbers = ReadonlyMap<string, number>;

/** Where everything stands from top to bottom: a band for each namespace, inside of its zone; what is in none beside its neighbours. */
export function placeRows(map: NetworkMap, columns: Numbers, heights: Numbers): Rows {
  const tops = new Map<string, number>();
  const frames: FrameRows[] = [];
  const near = neighboursOf(map);
  const inside = map.nodes.filter(isInside);
  const last = Math.max(0, ...inside.map(({ id }) => columns.get(id) ?? 0));
  const order = [...map.zones.map(({ name }): string | null => name), null];
  const zones = [...grouped(inside, ({ zone }) => zone)].sort(([a], [b]) => order.indexOf(a) - order.indexOf(b));
  let y: number = sizes.margin;
  for (const [zone, members] of zones) {
    const top = y;
    if (zone !== null) y += sizes.frameHeader + 4;
    const first = Math.min(...members.map(({ id }) => columns.get(id) ?? 0));
    for (const [namespace, nodes] of [...grouped(members, (node) => node.namespace)].sort(byName)) {
      const header = namespace === null ? 0 : sizes.frameHeader;
      const bottom = placeBand(nodes, y + header + sizes.framePadding, { columns, heights, near, tops });
      const height = bottom + sizes.framePadding - y;
      if (namespace !== null) frames.push({ kind: "namespace", name: namespace, y, height, first, last, inset: 0 });
      y += height + sizes.rowGap;
    }
    if (zone !== null) {
      frames.push({ kind: "zone", name: zone, y: top, height: y - top, first, last, inset: 12 });
      y += sizes.rowGap;
    }
  }
  const free = map.nodes.filter((node) => !isInside(node));
  const bottom = placeFree(free, { columns, heights, near, tops });
  return { tops, frames, bottom: Math.max(y, bottom) + sizes.margin };
}

function byName([a]: readonly [string | null, unknown], [b]: readonly [string | null, unknown]): number {
  return (a ?? "") < (b ?? "") ? -1 : 1;
}

interface Placing {
  readonly columns: Numbers;
  readonly heights: Numbers;
  readonly near: Neighbours;
  readonly tops: Map<string, number>;
}

/** Places what has arrows column by column, and the rest below in as many columns as the band has. Returns where the band ends. */
function placeBand(nodes: readonly MapNode[], top: number, { columns, heights, near, tops }: Placing): number {
  const heightOf = ({ id }: MapNode) => heights.get(id) ?? sizes.boxHeight;
  const sorted = nodes.toSorted((a, b) => (a.label < b.label ? -1 : a.label > b.label ? 1 : a.id < b.id ? -1 : 1));
  const linked = sorted.filter(({ id }) => near.all(id).length > 0);
  const inColumns = [...grouped(linked, ({ id }) => columns.get(id) ?? 0)].sort(([a], [b]) => a - b);
  const total = (some: readonly MapNode[]) =>
    some.reduce((sum, node) => sum + heightOf(node) + sizes.rowGap, -sizes.rowGap);
  const tallest = Math.max(0, ...inColumns.map(([, some]) => total(some)));
  for (const [, some] of inColumns)
    stacked(besideOthers(some, near, tops, heights), top + (tallest - total(some)) / 2, heightOf, tops);
  const loners = sorted.filter(({ id }) => near.all(id).length === 0);
  if (loners.length === 0) return top + tallest;
  const below = tallest > 0 ? top + tallest + sizes.rowGap : top;
  const stacks = [...grouped(loners, ({ id }) => columns.get(id) ?? 0).values()];
  for (const some of stacks) stacked(some, below, heightOf, tops);
  return below + Math.max(...stacks.map(total));
}

/** Places hosts beside their Services, then entries beside their hosts, then the outside; and egress beside its sources. */
function placeFree(free: readonly MapNode[], { columns, heights, near, tops }: Placing): number {
  const heightOf = ({ id }: MapNode) => heights.get(id) ?? sizes.boxHeight;
  let bottom = 0;
  const inColumns = [...grouped(free, ({ id }) => columns.get(id) ?? 0)].sort(([a], [b]) => b - a);
  for (const [, nodes] of inColumns) {
    const wanted = (node: MapNode) => near.middle(node.id, tops, heights) ?? Number.POSITIVE_INFINITY;
    const sorted = nodes.toSorted((a, b) => compare(wanted(a), wanted(b)) || compare(a.label, b.label));
    let y: number = sizes.margin;
    let shift = 0;
    let counted = 0;
    for (const node of sorted) {
      const aim = wanted(node) - heightOf(node) / 2;
      const top = Number.isFinite(aim) ? Math.max(y, aim) : y;
      if (Number.isFinite(aim)) {
        shift += aim - top;
        counted++;
      }
      tops.set(node.id, top);
      y = top + heightOf(node) + sizes.rowGap;
    }
    // The column as a whole moves to where its boxes wanted to be.
    const first = Math.min(...sorted.map(({ id }) => tops.get(id) ?? 0));
    const move = Math.max(counted > 0 ? shift / counted : 0, sizes.margin - first);
    for (const { id } of sorted) tops.set(id, (tops.get(id) ?? 0) + move);
    bottom = Math.max(bottom, y + move);
  }
  return bottom;
}

function compare<T extends number | string>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
