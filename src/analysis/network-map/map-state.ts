import type { MapState } from "./network-map.ts";

/** The state of something that stands for several things of one map. */
export function sharedState(states: Iterable<MapState>): MapState {
  const known = new Set(states);
  const [only = "same"] = known;
  return known.size <= 1 ? only : "changed";
}

/** The state of one thing that several views show: what is new in one of them is news. */
export function newsOf(states: Iterable<MapState>): MapState {
  const told = new Set(states);
  told.delete("same");
  return sharedState(told);
}
