import type { MapEdge, NetworkMap } from "../../../analysis/network-map/network-map.ts";
import { labelOf, sizes } from "./measures.ts";

/** At which end of each arrow its label stands, and how high boxes must be for that. */
export interface Sides {
  /** `to`: at the head of the arrow. */
  labelSide(edge: MapEdge): "from" | "to";
  heightOf(id: string): number;
}

/** Labels stand where fewer arrows meet. */
export function labelledSides({ edges }: NetworkMap): Sides {
  const leaving = countOf(edges.map(({ from }) => from));
  const arriving = countOf(edges.map(({ to }) => to));
  const labelSide = ({ from, to }: MapEdge) =>
    (arriving.get(to) ?? 0) <= (leaving.get(from) ?? 0) ? ("to" as const) : ("from" as const);
  const labelled = edges.filter((edge) => labelOf(edge) !== "");
  const atHead = countOf(labelled.filter((edge) => labelSide(edge) === "to").map(({ to }) => to));
  const atTail = countOf(labelled.filter((edge) => labelSide(edge) === "from").map(({ from }) => from));
  // An end with labels spreads all of its arrows alike.
  const lines = (id: string) =>
    Math.max(atHead.has(id) ? (arriving.get(id) ?? 0) : 0, atTail.has(id) ? (leaving.get(id) ?? 0) : 0);
  return { labelSide, heightOf: (id) => Math.max(sizes.boxHeight, lines(id) * sizes.labelLine + 10) };
}

function countOf(ids: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  return counts;
}
