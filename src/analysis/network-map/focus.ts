import { grouped } from "../exposure/grouped.ts";
import { kindNames, manyOf } from "./collapse.ts";
import { mergeNodes } from "./merge-nodes.ts";
import { edgeKey, type MapEdge, type MapNode, type NetworkMap, nodesById, sourceKinds } from "./network-map.ts";

/**
 * What a change makes of a map, in at most so many nodes: what changed, the way that leads there from outside, and what is next to
 * it. Things that changed alike are drawn as one where there is no room for all; what stays and is next to nothing new is a number.
 * `comfortable`: fewer nodes, for which things are drawn as one if they are alike in every respect that shows.
 */
export function focused(map: NetworkMap, maxNodes: number, comfortable = maxNodes): NetworkMap {
  const changed = changedIds(map);
  if (changed.size === 0) return { ...map, nodes: [], edges: [], namespaces: [], zones: [] };
  const edges = edgesAround(map);
  const context = new Set([...waysTo(changed, map, edges), ...behind(changed, edges)]);
  for (const id of changed) context.delete(id);
  const parts = { map, changed, context };
  return tidy(mergedAlike(parts, alike, comfortable) ?? mergedAlike(parts, degrees, maxNodes) ?? loosely(parts));
}

/** Whether a map has something to show of a change. */
export function hasNews({ nodes, edges }: NetworkMap): boolean {
  return nodes.some(isNews) || edges.some(isNews);
}

function isNews({ state }: { readonly state: MapNode["state"] }): boolean {
  return state !== "same";
}

function changedIds({ nodes, edges }: NetworkMap): ReadonlySet<string> {
  const ofEdges = edges.filter(isNews).flatMap(({ from, to }) => [from, to]);
  return new Set([...nodes.filter(isNews).map(({ id }) => id), ...ofEdges]);
}

interface EdgesAround {
  readonly into: ReadonlyMap<string, readonly MapEdge[]>;
  readonly outOf: ReadonlyMap<string, readonly MapEdge[]>;
}

function edgesAround({ edges }: NetworkMap): EdgesAround {
  return { into: grouped(edges, ({ to }) => to), outOf: grouped(edges, ({ from }) => from) };
}

/** The shortest way along routes from the outside to each of the nodes, as far as there is one. */
function waysTo(ids: ReadonlySet<string>, { nodes }: NetworkMap, { outOf }: EdgesAround): ReadonlySet<string> {
  const cameFrom = new Map<string, string | null>();
  const queue = nodes.filter(({ kind }) => sourceKinds.includes(kind)).map(({ id }) => id);
  for (const id of queue) cameFrom.set(id, null);
  // The queue grows while it is walked.
  for (const id of queue)
    for (const { to, kind } of outOf.get(id) ?? [])
      if (kind !== "flow" && !cameFrom.has(to)) {
        cameFrom.set(to, id);
        queue.push(to);
      }
  const way = new Set<string>();
  for (const id of ids)
    for (let step = cameFrom.get(id); step && !way.has(step); step = cameFrom.get(step)) way.add(step);
  return way;
}

/** What requests reach behind the nodes: Services, and their workloads. */
function behind(ids: ReadonlySet<string>, { outOf }: EdgesAround): ReadonlySet<string> {
  const reached = new Set<string>();
  let current: readonly string[] = [...ids].filter((id) => !isWide(id));
  for (let depth = 0; depth < 2; depth++) {
    const next = current.flatMap((id) => (outOf.get(id) ?? []).filter(({ kind }) => kind !== "flow"));
    current = [...new Set(next.map(({ to }) => to))].filter((id) => !reached.has(id));
    for (const id of current) reached.add(id);
  }
  return reached;
}

/** Everything is behind the outside and behind a door: that is no news about these. */
function isWide(id: string): boolean {
  return id.startsWith("entry:") || (sourceKinds as readonly string[]).includes(id);
}

interface Parts {
  readonly map: NetworkMap;
  readonly changed: ReadonlySet<string>;
  /** What leads to it and what is next to it. */
  readonly context: ReadonlySet<string>;
}

/**
 * Merges ever more loosely, until the map has room; undefined if it does not get there. Hosts that stay are counted where there is
 * room for that.
 */
function mergedAlike(parts: Parts, allowed: readonly Degree[], maxNodes: number): NetworkMap | undefined {
  const merge = merging(parts);
  for (const degree of allowed)
    for (const counting of [true, false]) {
      const small = merge(degree, counting);
      if (small.nodes.length <= maxNodes) return small;
    }
  return undefined;
}

function loosely(parts: Parts): NetworkMap {
  return merging(parts)(loosest, false);
}

function merging({ map, changed, context }: Parts) {
  const likeness = likenessIn(map);
  const doorOf = doorsAmong(map, new Set([...changed, ...context]));
  return ({ ofChanged, ofContext }: Degree, counting: boolean) => {
    const into = (node: MapNode) => {
      if (changed.has(node.id)) return ofChanged(node, likeness);
      if (context.has(node.id)) return ofContext(node, likeness);
      const door = counting ? doorOf.get(node.id) : undefined;
      return door === undefined ? null : `more:${door}`;
    };
    return mergeNodes(map, into, manyOrMore);
  };
}

/** For each host a door that the map shows. */
function doorsAmong({ nodes, edges }: NetworkMap, shown: ReadonlySet<string>): ReadonlyMap<string, string> {
  const hosts = new Set(nodes.filter(({ kind }) => kind === "host").map(({ id }) => id));
  return new Map(edges.filter(({ from, to }) => hosts.has(to) && shown.has(from)).map(({ from, to }) => [to, from]));
}

function manyOrMore(id: string, members: readonly MapNode[]): Omit<MapNode, "state" | "id"> {
  const node = manyOf(id, members);
  if (!id.startsWith("more:")) return node;
  const [one, several] = kindNames[node.kind];
  return { ...node, label: `${members.length} more ${members.length === 1 ? one : several}` };
}

/** What a node shares with others that may be drawn together with it. */
type Likeness = (node: MapNode) => { readonly near: string; readonly place: string };

/** The group of a node; null leaves it out. */
type GroupOf = (node: MapNode, likeness: Likeness) => string | null;

const itself: GroupOf = ({ id }) => id;
const sameNeighbours: GroupOf = (node, likeness) => `${samePlace(node, likeness)} ${likeness(node).near}`;
const samePlace: GroupOf = (node, likeness) => `alike:${node.kind} ${node.state} ${likeness(node).place}`;
const sameState: GroupOf = ({ kind, state }) => `alike:${kind} ${state}`;
const sameKind: GroupOf = ({ kind }) => `alike:${kind}`;
const nowhere: GroupOf = () => null;

interface Degree {
  readonly ofChanged: GroupOf;
  readonly ofContext: GroupOf;
}

const loosest: Degree = { ofChanged: sameKind, ofContext: nowhere };
/** In which nothing is drawn as one that looks different. */
const alike: readonly Degree[] = [
  { ofChanged: itself, ofContext: itself },
  { ofChanged: itself, ofContext: sameNeighbours },
  { ofChanged: sameNeighbours, ofContext: sameNeighbours },
  { ofChanged: sameNeighbours, ofContext: samePlace },
];
const degrees: readonly Degree[] = [
  ...alike,
  { ofChanged: samePlace, ofContext: samePlace },
  { ofChanged: samePlace, ofContext: nowhere },
  { ofChanged: sameState, ofContext: sameState },
];

function likenessIn({ edges }: NetworkMap): Likeness {
  const into = grouped(edges, ({ to }) => to);
  const near = new Map<string, string>();
  for (const [id, all] of into)
    near.set(
      id,
      all
        .map((edge) => `${edge.kind} ${edge.state} ${edge.from}`)
        .sort()
        .join("\n"),
    );
  return ({ id, zone, namespace }) => ({ near: near.get(id) ?? "", place: `${zone ?? ""}/${namespace ?? ""}` });
}

/** Without the namespaces and zones of which nothing is left. */
function tidy(map: NetworkMap): NetworkMap {
  const known = nodesById(map);
  const edges = map.edges.filter(({ from, to }) => known.has(from) && known.has(to));
  const namespaces = new Set(map.nodes.map(({ namespace }) => namespace));
  const zones = new Set(map.nodes.map(({ zone }) => zone));
  return {
    ...map,
    edges: [...new Map(edges.map((edge) => [edgeKey(edge), edge])).values()],
    namespaces: map.namespaces.filter(({ name }) => namespaces.has(name)),
    zones: map.zones.filter(({ name }) => zones.has(name)),
  };
}
