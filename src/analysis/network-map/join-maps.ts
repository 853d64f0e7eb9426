import { grouped } from "../exposure/grouped.ts";
import { notInRepository } from "./draw-routes.ts";
import { joinedEdge } from "./joined-edge.ts";
import { newsOf } from "./map-state.ts";
import { edgeKey, type MapNode, type NamespaceIsolation, type NetworkMap } from "./network-map.ts";

/**
 * The maps of several views as one: what several of them show is drawn once. A view is drawn where its directories collide with
 * others, so most of them share most of what they hold.
 */
export function joinMaps(maps: readonly NetworkMap[]): NetworkMap {
  const [only] = maps;
  if (only && maps.length === 1) return only;
  const nodes = maps.flatMap((map) => map.nodes);
  const edges = maps.flatMap((map) => map.edges);
  const namespaces = maps.flatMap((map) => map.namespaces);
  const zones = maps.flatMap((map) => map.zones);
  return {
    nodes: joined(nodes, ({ id }) => id, joinNodes),
    edges: joined(edges, edgeKey, (all) => joinedEdge(all, newsOf)),
    namespaces: joined(
      namespaces,
      ({ name }) => name,
      (all) => ({ ...all[0], isolation: leastIsolated(all.map(({ isolation }) => isolation)) }),
    ),
    zones: joined(
      zones,
      ({ name }) => name,
      ([zone]) => zone,
    ),
    notes: [...new Set(maps.flatMap((map) => map.notes))],
  };
}

type Some<T> = readonly [T, ...T[]];

function joined<T>(items: readonly T[], keyOf: (item: T) => string, join: (all: Some<T>) => T): readonly T[] {
  return [...grouped(items, keyOf).values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [others.length === 0 ? first : join([first, ...others])],
  );
}

function joinNodes(nodes: Some<MapNode>): MapNode {
  const first = nodes.find(({ detail }) => !detail.endsWith(notInRepository)) ?? nodes[0];
  const isOpen = (direction: "ingress" | "egress") => nodes.some((node) => node.open?.includes(direction));
  const open = (["ingress", "egress"] as const).filter(isOpen);
  return { ...first, state: newsOf(nodes.map(({ state }) => state)), ...(first.open && { open }) };
}

/** The view with the least isolation: what is open in one place is not closed because of another. */
function leastIsolated(all: readonly (NamespaceIsolation | null)[]): NamespaceIsolation | null {
  const known = all.flatMap((one) => one ?? []);
  const open = ({ workloads, ingress, egress }: NamespaceIsolation) => 2 * workloads - ingress - egress;
  return known.sort((a, b) => open(b) - open(a))[0] ?? null;
}
