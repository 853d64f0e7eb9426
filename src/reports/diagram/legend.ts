import type { MapState, NetworkMap } from "../../analysis/network-map/network-map.ts";

/** What the lines of a picture mean, as far as it has them, and what it does not show. */
export function legendOf({ nodes, edges, namespaces, notes }: NetworkMap): readonly string[] {
  const states = new Set<MapState>([...nodes, ...edges].map(({ state }) => state));
  const lines = (["added", "removed", "changed"] as const).filter((state) => states.has(state));
  const blocked = edges.some(({ kind }) => kind === "blocked") ? ["fine dots: policies block it"] : [];
  const meaning = [...lines.map((state) => meanings[state]), ...blocked];
  const isNamed = namespaces.every(({ name }) => !name.startsWith("("));
  const unnamed = isNamed ? [] : ["In parentheses: the directory of manifests that name no namespace."];
  return [...unnamed, ...(meaning.length > 0 ? [`Lines: ${meaning.join("; ")}.`] : []), ...notes];
}

const meanings = {
  added: "thick: added",
  removed: "dashed: removed",
  changed: "dotted: changed",
} as const;
