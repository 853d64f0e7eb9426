import type { Plain } from "../../../kubernetes/resource.ts";
import type { Direction } from "../../change.ts";
import type { Order } from "../containment.ts";
import type { FacetDetail, Target } from "../exposure-change.ts";
import { type HostPattern, showHost } from "../host-pattern.ts";
import { type PathPattern, pathContained, showPath } from "../path-pattern.ts";
import type { Facet, Route } from "../route.ts";

/** One difference on one route; those with equal detail and cause become one change. */
export interface Difference {
  readonly detail: FacetDetail;
  readonly direction: Direction;
  readonly host: HostPattern;
  readonly before: Route | null;
  readonly after: Route | null;
  /** For requests that are new: the narrower route for the same service that grew into theirs. */
  readonly formerly?: Route;
  /** Short values for display. */
  readonly shown: { readonly before: Plain; readonly after: Plain };
  /** What the effect says about this target beyond host, path and detail. */
  readonly effect: Plain;
  /** The facets whose fields are the reason. */
  readonly facets: readonly Facet[];
}

/** The route that a difference is shown on: the one that is there now. */
export function shownRoute({ before, after }: Pick<Difference, "before" | "after">): Route {
  return (after ?? before) as Route;
}

/** The path that a difference is shown with. Requests of a path that is gone fall to a wider one, and only they do. */
export function shownPath(difference: Difference): PathPattern {
  const { before, after, detail } = difference;
  const falls = detail.facet === "backend" && before && after && pathContained(before.path, after.path) === true;
  return falls ? before.path : shownRoute(difference).path;
}

export function targetOf(difference: Difference): Target & { readonly path: string } {
  const { host } = difference;
  const target = { host: showHost(host), path: showPath(shownPath(difference)) };
  return host.kind === "port" ? { ...target, label: portLabel(host), port: host } : target;
}

/** A port as a message names it. */
export function portLabel({ protocol, port, door }: Extract<HostPattern, { kind: "port" }>): string {
  return `${port === "any" ? `any ${protocol} port` : `${protocol} port ${port}`} of \`${door}\``;
}

export function directionOf(order: Order, incomparable: Direction = "unknown"): Direction {
  if (order === "weaker") return "widened";
  if (order === "stronger") return "narrowed";
  return order === "incomparable" ? incomparable : order === "equal" ? "neutral" : "unknown";
}
