import { grouped } from "../../../analysis/exposure/grouped.ts";
import type { Box } from "./placed.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far an arrow stays from boxes that it has nothing to do with. */
const clearance = 7;

/**
 * The places where an arrow crosses the columns between its ends, left and right of each: beside the boxes there, because an arrow
 * behind a box seems to begin and end at it.
 */
export function detours(
  boxes: readonly Box[],
  columns: ReadonlyMap<string, number>,
): (start: Point, end: Point, from: number, to: number) => readonly Point[] {
  const inColumns = grouped(boxes, ({ node }) => columns.get(node.id) ?? 0);
  const edges = new Map(
    [...inColumns].map(([column, own]) => [
      column,
      { left: Math.min(...own.map(({ x }) => x)), right: Math.max(...own.map(({ x, width }) => x + width)) },
    ]),
  );
  return (start, end, from, to) => {
    const points: Point[] = [];
    for (let column = from + 1; column < to; column++) {
      const sides = edges.get(column);
      if (!sides) continue;
      const share = ((sides.left + sides.right) / 2 - start.x) / Math.max(1, end.x - start.x);
      const y = nearestGap(start.y + (end.y - start.y) * share, inColumns.get(column) ?? []);
      points.push({ x: sides.left, y }, { x: sides.right, y });
    }
    return points;
  };
}

function nearestGap(wanted: number, boxes: readonly Box[]): number {
  const isFree = (y: number) => boxes.every((box) => y <= box.y - clearance || y >= box.y + box.height + clearance);
  const candidates = [wanted, ...boxes.flatMap((box) => [box.y - clearance, box.y + box.height + clearance])];
  const free = candidates.filter(isFree);
  return free.reduce((best, y) => (Math.abs(y - wanted) < Math.abs(best - wanted) ? y : best), free[0] ?? wanted);
}
