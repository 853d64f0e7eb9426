import { grouped } from "../../../analysis/exposure/grouped.ts";
import type { MapEdge } from "../../../analysis/network-map/network-map.ts";
import { detours, type Point } from "./detours.ts";
import { labelOf } from "./measures.ts";
import type { Box, Line } from "./placed.ts";
import type { Sides } from "./sides.ts";

/** Draws every arrow from the right of a box to the left of another; those that lead back turn around at the right. */
export function placeLines(
  edges: readonly MapEdge[],
  boxes: readonly Box[],
  columns: ReadonlyMap<string, number>,
  sides: Sides,
): readonly Line[] {
  const byId = new Map(boxes.map((box) => [box.node.id, box]));
  const middle = (id: string) => {
    const box = byId.get(id);
    return box ? box.y + box.height / 2 : 0;
  };
  const leadsBack = ({ from, to }: MapEdge) => (columns.get(to) ?? 0) <= (columns.get(from) ?? 0);
  const forward = edges.filter((edge) => !leadsBack(edge));
  const tails = spread(
    grouped(edges, ({ from }) => from),
    byId,
    ({ to }) => middle(to),
  );
  const heads = spread(
    grouped(forward, ({ to }) => to),
    byId,
    ({ from }) => middle(from),
  );
  const around = detours(boxes, columns);
  return edges.flatMap((edge): Line[] => {
    const [source, target] = [byId.get(edge.from), byId.get(edge.to)];
    if (!source || !target) return [];
    const start = { x: source.x + source.width, y: tails.get(edge) ?? 0 };
    const text = labelOf(edge);
    if (leadsBack(edge)) {
      const end = { x: target.x + target.width, y: target.y + target.height - 8 };
      const turn = Math.max(start.x, end.x) + 46;
      const label = text === "" ? null : { text, x: start.x + 8, y: start.y - 4, anchor: "start" as const };
      return [{ edge, path: curve(start, { x: turn, y: start.y }, { x: turn, y: end.y }, end), label }];
    }
    const end = { x: target.x, y: heads.get(edge) ?? 0 };
    const path = through([start, ...around(start, end, columns.get(edge.from) ?? 0, columns.get(edge.to) ?? 0), end]);
    const atHead = sides.labelSide(edge) === "to";
    const at = atHead ? { x: end.x - 14, y: end.y - 4 } : { x: start.x + 8, y: start.y - 4 };
    return [{ edge, path, label: text === "" ? null : { text, ...at, anchor: atHead ? "end" : "start" } }];
  });
}

/** Level at every point, and bent between two of them. */
function through([start, ...points]: readonly Point[]): string {
  if (!start) return "";
  let last = start;
  const pieces = points.map((next) => {
    const bend = (next.x - last.x) / 2;
    const piece =
      last.y === next.y
        ? `L${point(next)}`
        : `C${point({ x: last.x + bend, y: last.y })} ${point({ x: next.x - bend, y: next.y })} ${point(next)}`;
    last = next;
    return piece;
  });
  return [`M${point(start)}`, ...pieces].join(" ");
}

function curve(start: Point, first: Point, second: Point, end: Point): string {
  return `M${point(start)} C${point(first)} ${point(second)} ${point(end)}`;
}

function point({ x, y }: Point): string {
  return `${Math.round(x)},${Math.round(y)}`;
}

/** Arrows at one side of a box, from top to bottom as their other ends stand. */
function spread(
  groups: ReadonlyMap<string, readonly MapEdge[]>,
  boxes: ReadonlyMap<string, Box>,
  otherEnd: (edge: MapEdge) => number,
): ReadonlyMap<MapEdge, number> {
  const places = new Map<MapEdge, number>();
  for (const [id, edges] of groups) {
    const box = boxes.get(id);
    if (!box) continue;
    const sorted = edges.toSorted((a, b) => otherEnd(a) - otherEnd(b));
    for (const [index, edge] of sorted.entries())
      places.set(edge, box.y + (box.height * (index + 1)) / (sorted.length + 1));
  }
  return places;
}
