import { listed } from "./listed.ts";
import { edgeKey, type MapEdge, type MapNode } from "./network-map.ts";

/** Gathers nodes and edges of which several facts tell a part. */
export interface MapDraft {
  /** The first description of a node counts. */
  node(node: Omit<MapNode, "state">): string;
  edge(edge: EdgePart): void;
  nodes(): readonly MapNode[];
  edges(): readonly MapEdge[];
}

/** One of the connections that an edge stands for. */
export interface EdgePart extends Pick<MapEdge, "from" | "to" | "kind"> {
  readonly label?: string;
  readonly detail?: string;
  /** Undefined where the part says nothing of it. */
  readonly encrypted?: boolean | null;
}

export function mapDraft(): MapDraft {
  const nodes = new Map<string, MapNode>();
  const edges = new Map<string, Gathered>();
  return {
    node(node) {
      if (!nodes.has(node.id)) nodes.set(node.id, { ...node, state: "same" });
      return node.id;
    },
    edge(part) {
      const { from, to, kind, label = "", detail = "", encrypted } = part;
      const key = edgeKey(part);
      const known = edges.get(key) ?? { from, to, kind, labels: new Set(), details: new Set(), encrypted: new Set() };
      edges.set(key, known);
      if (label !== "") known.labels.add(label);
      if (detail !== "") known.details.add(detail);
      if (encrypted !== undefined) known.encrypted.add(encrypted);
    },
    nodes: () => [...nodes.values()],
    edges: () => [...edges.values()].map(edgeOf),
  };
}

interface Gathered extends Pick<MapEdge, "from" | "to" | "kind"> {
  readonly labels: Set<string>;
  readonly details: Set<string>;
  readonly encrypted: Set<boolean | null>;
}

function edgeOf({ from, to, kind, labels, details, encrypted }: Gathered): MapEdge {
  return {
    from,
    to,
    kind,
    label: listed([...labels].sort(), 3),
    detail: [...details].sort().join("; "),
    encrypted: weakest(encrypted),
    state: "same",
  };
}

/** One connection in the clear makes the whole edge one. */
export function weakest(values: Iterable<boolean | null>): boolean | null {
  const known = new Set(values);
  if (known.has(false)) return false;
  return known.has(null) || known.size === 0 ? null : true;
}
