import { grouped } from "../../../analysis/exposure/grouped.ts";
import { type MapEdge, type MapNode, type NetworkMap, sourceKinds } from "../../../analysis/network-map/network-map.ts";

const services = 3;
const pods = 4;
/** Pods further than this from the door stand in one column with those before them. */
const deepest = 3;
const egress = pods + deepest + 1;

/**
 * The column of each node, from left to right as requests go: the outside, entries, hosts, Services, workloads by their distance in
 * the flows between them, and what they connect to outside.
 */
export function columnsOf(map: NetworkMap): ReadonlyMap<string, number> {
  const linked = { outOf: new Set(map.edges.map(({ from }) => from)), into: new Set(map.edges.map(({ to }) => to)) };
  const depths = depthsOf(map);
  const wanted = new Map(map.nodes.map((node) => [node.id, wantedColumn(node, linked, depths)]));
  const isLinked = ({ id }: MapNode) => linked.outOf.has(id) || linked.into.has(id);
  const loners = map.nodes.filter((node) => isInside(node) && !isLinked(node));
  for (const [, group] of grouped(loners, ({ zone, namespace }) => `${zone ?? ""}\n${namespace ?? ""}`))
    for (const [index, { id }] of group.entries()) wanted.set(id, services + (index % spanOf(group.length)));
  const used = [...new Set(wanted.values())].sort((a, b) => a - b);
  return new Map([...wanted].map(([id, column]) => [id, used.indexOf(column)]));
}

/** What no arrow leads to stands in several columns, so that the picture does not get long. */
function spanOf(count: number): number {
  return Math.max(1, Math.min(4, Math.ceil(count / 3)));
}

function wantedColumn(
  node: MapNode,
  { outOf, into }: { readonly outOf: ReadonlySet<string>; readonly into: ReadonlySet<string> },
  depths: ReadonlyMap<string, number>,
): number {
  const { id, kind } = node;
  if (sourceKinds.includes(kind)) return 0;
  if (kind === "entry") return 1;
  if (kind === "host") return 2;
  if (kind === "service") return services;
  if (isInside(node)) return pods + (depths.get(id) ?? 0);
  if (into.has(id) || !outOf.has(id)) return egress;
  // Beside the hosts, where nothing has a frame.
  return kind === "pods" ? 2 : 0;
}

/** Whether a node stands among those of the cluster, in the frame of its namespace if it has one. */
export function isInside({ kind, namespace }: MapNode): boolean {
  if (kind === "service" || kind === "workload" || kind === "namespace") return true;
  return namespace !== null && kind !== "entry" && kind !== "host" && !sourceKinds.includes(kind);
}

/** How many flows lead one after the other to some pods; flows in a circle count once. */
function depthsOf({ nodes, edges }: NetworkMap): ReadonlyMap<string, number> {
  const inner = new Set(nodes.filter((node) => isInside(node) && node.kind !== "service").map(({ id }) => id));
  const between = edges.filter(({ from, to }) => inner.has(from) && inner.has(to) && from !== to);
  const before = grouped(between, ({ to }) => to);
  const depths = new Map<string, number>();
  for (const id of inner) visit(id, before, depths, new Set());
  return depths;
}

function visit(
  id: string,
  before: ReadonlyMap<string, readonly MapEdge[]>,
  depths: Map<string, number>,
  above: Set<string>,
): number {
  const known = depths.get(id);
  if (known !== undefined) return known;
  above.add(id);
  const steps = (before.get(id) ?? []).filter(({ from }) => !above.has(from));
  const depth = Math.max(-1, ...steps.map(({ from }) => visit(from, before, depths, above))) + 1;
  above.delete(id);
  depths.set(id, Math.min(depth, deepest));
  return depths.get(id) ?? 0;
}
