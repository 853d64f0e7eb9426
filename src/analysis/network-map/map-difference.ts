import {
  edgeKey,
  type MapEdge,
  type MapNode,
  type MapState,
  type NetworkMap,
  nodesById,
  sourceKinds,
} from "./network-map.ts";
import { isAllowedUndrawn, openedWorkloads } from "./open-workloads.ts";

/** Both states as one map that says what came, went and changed. */
export function mapDifference(before: NetworkMap, after: NetworkMap): NetworkMap {
  const sides = { before: nodesById(before), after: nodesById(after) };
  const opened = openedWorkloads(before, after);
  const drawn = paired(before.edges, after.edges, edgeKey).map((pair) => withoutSeeming(edgeState(pair), sides));
  const edges = withOpened(drawn, opened.edges);
  const nodes = [...paired(before.nodes, after.nodes, ({ id }) => id).map(nodeState), ...opened.nodes];
  const names = new Set(after.zones.map(({ name }) => name));
  return {
    nodes: nodes.map((node) => withoutOwnState(node, edges)),
    edges,
    namespaces: paired(before.namespaces, after.namespaces, ({ name }) => name).map(({ latest }) => latest),
    zones: [...after.zones, ...before.zones.filter(({ name }) => !names.has(name))],
    notes: [...new Set([...after.notes, ...before.notes])],
  };
}

interface Pair<T> {
  /** Undefined where it is new. */
  readonly was: T | undefined;
  /** Undefined where it is gone. */
  readonly is: T | undefined;
  /** What it is, or was. */
  readonly latest: T;
}

function paired<T>(before: readonly T[], after: readonly T[], keyOf: (item: T) => string): readonly Pair<T>[] {
  const now = new Map(after.map((item) => [keyOf(item), item]));
  const known = new Set(before.map(keyOf));
  const old = before.map((was) => {
    const is = now.get(keyOf(was));
    return { was, is, latest: is ?? was };
  });
  const added = after.filter((is) => !known.has(keyOf(is))).map((is) => ({ was: undefined, is, latest: is }));
  return [...old, ...added];
}

function nodeState(pair: Pair<MapNode>): MapNode {
  return { ...pair.latest, state: stateOf(pair, ({ label, detail, zone, open }) => [label, detail, zone, open ?? []]) };
}

function edgeState(pair: Pair<MapEdge>): MapEdge {
  const state = stateOf(pair, ({ label, detail, encrypted }) => [label, detail, encrypted]);
  return { ...pair.latest, state, ...(state === "changed" && pair.was && { was: pair.was.label }) };
}

function stateOf<T>({ was, is }: Pair<T>, meaning: (item: T) => unknown): MapState {
  if (was === undefined) return "added";
  if (is === undefined) return "removed";
  return JSON.stringify(meaning(was)) === JSON.stringify(meaning(is)) ? "same" : "changed";
}

interface Sides {
  readonly before: ReadonlyMap<string, MapNode>;
  readonly after: ReadonlyMap<string, MapNode>;
}

/** Between pods that nothing isolates no flow is drawn, and all are allowed: it neither came nor went. */
function withoutSeeming(edge: MapEdge, { before, after }: Sides): MapEdge {
  if (edge.kind !== "flow") return edge;
  const other = edge.state === "added" ? before : edge.state === "removed" ? after : undefined;
  return other && isAllowedUndrawn(edge, other) ? { ...edge, state: "same" } : edge;
}

/** A rule that admits everything, and no isolation at all, are the same connection. */
function withOpened(drawn: readonly MapEdge[], opened: readonly MapEdge[]): readonly MapEdge[] {
  const byKey = new Map(opened.map((edge) => [edgeKey(edge), edge]));
  const known = new Set(drawn.map(edgeKey));
  const joined = drawn.map((edge): MapEdge => {
    const other = byKey.get(edgeKey(edge));
    if (!other) return edge;
    if (other.label === edge.label) return { ...edge, state: "same" };
    const isWider = other.state === "added";
    return isWider ? { ...other, state: "changed", was: edge.label } : { ...edge, state: "changed", was: other.label };
  });
  return [...joined, ...opened.filter((edge) => !known.has(edgeKey(edge)))];
}

const withoutObject: readonly MapNode["kind"][] = ["pods", "address", "name"];

/** The outside neither comes nor goes, and what only a rule names is as new as the connections with it. */
function withoutOwnState(node: MapNode, edges: readonly MapEdge[]): MapNode {
  if (sourceKinds.includes(node.kind)) return { ...node, state: "same" };
  if (node.state === "same" || node.state === "changed" || !withoutObject.includes(node.kind)) return node;
  const own = edges.filter(({ from, to }) => from === node.id || to === node.id);
  return own.every(({ state }) => state === node.state) ? node : { ...node, state: "same" };
}
