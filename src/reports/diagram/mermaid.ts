import { grouped } from "../../analysis/exposure/grouped.ts";
import type {
  MapEdge,
  MapNode,
  MapState,
  NamedMap,
  NetworkMap,
  NodeKind,
} from "../../analysis/network-map/network-map.ts";
import { type DiagramFormat, emptyText } from "./diagram.ts";
import { drawnMaps } from "./drawn.ts";
import { mermaidText } from "./mermaid-text.ts";
import { edgeText, namespaceTitle, nodeText, stateWord, zoneTitle } from "./words.ts";

export const mermaid: DiagramFormat = {
  id: "mermaid",
  render(diagram) {
    const maps = drawnMaps(diagram);
    return mermaidDiagram(maps, [...(maps.length > 0 ? [] : [emptyText(diagram)]), ...diagram.notes]);
  },
};

/** Network maps as one Mermaid flowchart, as GitHub draws it. What changed differs in words and lines, not only in colours. */
export function mermaidDiagram(maps: readonly NamedMap[], notes: readonly string[] = []): string {
  const ids = nodeIds(maps);
  const parts = maps.map(({ name, map }, index) => {
    const lines = framesOf(map, index, (node) => ids.get(`${index}\n${node}`) ?? "");
    return maps.length > 1 ? framed(`v${index}`, name || "Everything else", lines) : lines;
  });
  const edges = maps.flatMap(({ map }, index) =>
    map.edges.map((edge) => ({ edge, line: edgeLine(edge, (node) => ids.get(`${index}\n${node}`) ?? "") })),
  );
  return `${[
    "flowchart LR",
    ...indented(parts.flat()),
    ...indented(edges.map(({ line }) => line)),
    ...indented(noteBoxes([...maps.flatMap(({ map }) => map.notes), ...notes])),
    ...indented(classesOf(maps)),
    ...indented(linkStyles(edges.map(({ edge }) => edge))),
  ].join("\n")}\n`;
}

/** Names of ours: nothing from a manifest is ever read as the name of a node. */
function nodeIds(maps: readonly NamedMap[]): ReadonlyMap<string, string> {
  const keys = maps.flatMap(({ map }, index) => map.nodes.map(({ id }) => `${index}\n${id}`));
  return new Map(keys.map((key, index) => [key, `n${index}`]));
}

function framesOf(map: NetworkMap, index: number, idOf: (node: string) => string): readonly string[] {
  // What is in no frame comes first: Mermaid starts a picture with it.
  const zones = [...grouped(map.nodes, ({ zone }) => zone)].sort(unframedFirst);
  return zones.flatMap(([zone, inZone], at) => {
    const namespaces = [...grouped(inZone, ({ namespace }) => namespace)].sort(unframedFirst);
    const lines = namespaces.flatMap(([namespace, nodes], place) => {
      const boxes = nodes.map((node) => boxLine(node, idOf(node.id)));
      return namespace === null ? boxes : framed(`s${index}_${at}_${place}`, namespaceTitle(map, namespace), boxes);
    });
    const facts = map.zones.find(({ name }) => name === zone);
    if (zone === null) return lines;
    return framed(`z${index}_${at}`, zoneTitle(facts ?? { name: zone, pci: null }), lines);
  });
}

function unframedFirst([a]: readonly [string | null, unknown], [b]: readonly [string | null, unknown]): number {
  return Number(a !== null) - Number(b !== null);
}

function framed(id: string, title: string, lines: readonly string[]): readonly string[] {
  return [`subgraph ${id}["${mermaidText(title, 100)}"]`, ...indented(lines), "end"];
}

function indented(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}

function boxLine(node: MapNode, id: string): string {
  const [open, close] = shapes[node.kind];
  const text = mermaidText(`${stateWord(node.state)}${nodeText(node)}`, 80);
  return `${id}${open}"${text}"${close}${node.state === "same" ? "" : `:::${node.state}`}`;
}

const network = ["((", "))"] as const;
const shapes: Readonly<Record<NodeKind, readonly [open: string, close: string]>> = {
  internet: network,
  "private-network": network,
  "node-network": network,
  cluster: network,
  "unknown-network": network,
  entry: ["{{", "}}"],
  host: ["([", "])"],
  service: ["[", "]"],
  workload: ["[[", "]]"],
  namespace: ["[[", "]]"],
  pods: ["[/", "/]"],
  address: ["(", ")"],
  name: ["(", ")"],
};

function edgeLine(edge: MapEdge, idOf: (node: string) => string): string {
  const text = mermaidText(`${stateWord(edge.state)}${edgeText(edge)}`.replace(/: $/, ""), 70);
  return `${idOf(edge.from)} ${arrowOf(edge)}${text === "" ? "" : `|"${text}"|`} ${idOf(edge.to)}`;
}

function arrowOf({ kind, state }: MapEdge): string {
  if (kind === "blocked") return "--x";
  if (state === "added" || state === "changed") return "==>";
  return state === "removed" ? "-.->" : "-->";
}

const colours: Readonly<Record<Exclude<MapState, "same">, string>> = {
  added: "stroke:#1a7f37,stroke-width:3px",
  removed: "stroke:#cf222e,stroke-width:2px,stroke-dasharray:6 4",
  changed: "stroke:#9a6700,stroke-width:3px,stroke-dasharray:2 2",
};

function classesOf(maps: readonly NamedMap[]): readonly string[] {
  const used = new Set(maps.flatMap(({ map }) => map.nodes.map(({ state }) => state)));
  const styles = Object.entries(colours).filter(([state]) => used.has(state as MapState));
  return styles.map(([state, style]) => `classDef ${state} ${style}`);
}

/** What the picture does not show stands in it, in boxes without arrows. */
function noteBoxes(notes: readonly string[]): readonly string[] {
  return [...new Set(notes)].map((note, index) => `note${index}>"${mermaidText(note, 200)}"]`);
}

function linkStyles(edges: readonly MapEdge[]): readonly string[] {
  return (["added", "removed", "changed"] as const).flatMap((state) => {
    const numbers = edges.flatMap((edge, index) => (edge.state === state ? [index] : []));
    return numbers.length === 0 ? [] : [`linkStyle ${numbers.join(",")} ${colours[state]}`];
  });
}
