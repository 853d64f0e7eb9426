import { identityOf, type Plain } from "../../../kubernetes/resource.ts";
import type { Direction } from "../../change.ts";
import type { CarriedControl } from "../exposure-change.ts";
import type { Route } from "../route.ts";
import { annotationGaps } from "./annotation-differences.ts";
import { type Gap, routeGaps, valuesOf } from "./control-differences.ts";
import type { Difference } from "./difference.ts";
import type { Pair } from "./pairs.ts";

/**
 * What becomes of every control when requests leave one kind of object for another, such as an Ingress for an HTTPRoute. Nothing
 * that stood in front of the requests is left out, so that a reviewer sees what was carried over as well.
 */
export function migrationDifference(pair: Pair, was: Route, is: Route): Difference {
  const gaps = [
    ...routeGaps(was, is),
    ...annotationGaps(was, is),
    ...(pair.migrated === "joined" ? doorGap(was, is) : []),
  ].filter(isFirst);
  const equal = valuesOf(was, is)
    .filter(({ control }) => !gaps.some((gap) => gap.control === control))
    .map((row): CarriedControl => ({ ...row, carried: "yes" }));
  const table = [...gaps.map(rowOf), ...equal].sort((a, b) => (a.control < b.control ? -1 : 1));
  return {
    ...pair,
    detail: {
      facet: "migrated",
      how: pair.migrated ?? "moved",
      from: nameOf(was),
      to: nameOf(is),
      table,
    },
    direction: directionOfRows(gaps),
    shown: { before: shown(table, "before"), after: shown(table, "after") },
    effect: gaps.map(({ control, values }) => ({ control, ...values })),
    facets: ["host", "path"],
  };
}

function isFirst({ control }: Gap, index: number, all: readonly Gap[]): boolean {
  return all.findIndex((one) => one.control === control) === index;
}

// Where both ways stand open, the second is one more door, and nobody says who can reach it.
function doorGap({ entry: { reach: before } }: Route, { entry: { reach: after } }: Route): Gap[] {
  if (before !== "unknown" && after !== "unknown") return [];
  if (after === "cluster") return [];
  return [{ control: "reach", order: "unknown", direction: "unknown", before, after, values: { before, after } }];
}

function rowOf({ control, order, direction, before, after }: Gap): CarriedControl {
  const carried =
    order === "weaker" ? "no" : order === "stronger" ? "stronger" : direction === "neutral" ? "other" : "unknown";
  return { control, before, after, carried };
}

function directionOfRows(gaps: readonly Gap[]): Direction {
  const directions = new Set(gaps.map(({ direction }) => direction));
  if (directions.has("widened")) return "widened";
  if (directions.has("unknown")) return "unknown";
  return directions.has("narrowed") ? "narrowed" : "neutral";
}

function nameOf({ resource }: Route): string {
  return `${resource.kind} ${identityOf(resource).split("/").slice(2).filter(Boolean).join("/")}`;
}

function shown(table: readonly CarriedControl[], side: "before" | "after"): Plain {
  return Object.fromEntries(table.map((row) => [row.control, row[side]]));
}
