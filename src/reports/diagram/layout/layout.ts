import type { NetworkMap } from "../../../analysis/network-map/network-map.ts";
import { columnsOf } from "./columns.ts";
import { placeLines } from "./lines.ts";
import { boxWidth, labelOf, labelWidth, sizes } from "./measures.ts";
import type { Box, Frame, Line } from "./placed.ts";
import { placeRows } from "./rows.ts";
import { labelledSides } from "./sides.ts";

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly Box[];
  readonly frames: readonly Frame[];
  readonly lines: readonly Line[];
}

/** Where everything of a map stands: columns as requests go, and a row of bands for namespaces and zones. */
export function layOut(map: NetworkMap): Layout {
  const columns = columnsOf(map);
  const sides = labelledSides(map);
  const heights = new Map(map.nodes.map(({ id }) => [id, sides.heightOf(id)]));
  const { tops, frames, bottom } = placeRows(map, columns, heights);
  const { lefts, widths, width } = placeColumns(map, columns);
  const boxes = map.nodes.map((node): Box => {
    const column = columns.get(node.id) ?? 0;
    const own = boxWidth(node);
    const x = (lefts[column] ?? 0) + ((widths[column] ?? own) - own) / 2;
    return { node, x, y: tops.get(node.id) ?? 0, width: own, height: heights.get(node.id) ?? sizes.boxHeight };
  });
  return {
    width,
    height: bottom,
    boxes,
    frames: frames.map(({ first, last, inset, ...frame }) => {
      const x = (lefts[first] ?? 0) - sizes.framePadding - inset;
      const right = (lefts[last] ?? 0) + (widths[last] ?? 0) + sizes.framePadding + inset;
      return { ...frame, x, width: right - x };
    }),
    lines: placeLines(map.edges, boxes, columns, sides),
  };
}

/** Between two columns there is room for the labels at the arrows. */
function placeColumns(map: NetworkMap, columns: ReadonlyMap<string, number>) {
  const count = Math.max(0, ...columns.values()) + 1;
  const widths = Array.from({ length: count }, () => 0);
  for (const node of map.nodes) {
    const column = columns.get(node.id) ?? 0;
    widths[column] = Math.max(widths[column] ?? 0, boxWidth(node));
  }
  const gaps = Array.from({ length: count }, () => 70);
  for (const edge of map.edges) {
    const [from = 0, to = 0] = [columns.get(edge.from), columns.get(edge.to)];
    const gap = to > from ? to : from + 1;
    gaps[gap] = Math.max(gaps[gap] ?? 70, labelWidth(labelOf(edge)) + 56);
  }
  const lefts: number[] = [];
  let x: number = sizes.margin;
  for (const [column, width] of widths.entries()) {
    if (column > 0) x += gaps[column] ?? 70;
    lefts.push(x);
    x += width;
  }
  const last = gaps[count] ?? 0;
  return { lefts, widths, width: Math.ceil(x + Math.max(sizes.margin + 30, last)) };
}
