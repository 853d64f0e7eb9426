import { listed } from "./listed.ts";
import { weakest } from "./map-draft.ts";
import type { MapEdge, MapState } from "./network-map.ts";

/** Several connections between the same ends as one. */
export function joinedEdge(
  edges: readonly [MapEdge, ...MapEdge[]],
  stateOf: (states: readonly MapState[]) => MapState,
): MapEdge {
  const [first] = edges;
  if (edges.length === 1) return first;
  const was = distinct(edges.flatMap((edge) => edge.was ?? []));
  return {
    ...first,
    label: listed(distinct(edges.map(({ label }) => label)), 3),
    detail: listed(distinct(edges.map(({ detail }) => detail)), 5),
    encrypted: weakest(edges.map(({ encrypted }) => encrypted)),
    state: stateOf(edges.map(({ state }) => state)),
    ...(was.length > 0 && { was: listed(was, 3) }),
  };
}

function distinct(texts: readonly string[]): readonly string[] {
  return [...new Set(texts.filter(Boolean))].sort();
}
