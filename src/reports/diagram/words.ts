import { isolationText } from "../../analysis/network-map/isolation-text.ts";
import type { MapEdge, MapNode, MapState, MapZone, NetworkMap } from "../../analysis/network-map/network-map.ts";

/** A word in front of what is not as it was, so that nobody needs to see colours. */
export function stateWord(state: MapState): string {
  return state === "same" ? "" : `${state}: `;
}

/** What a box says. */
export function nodeText(node: MapNode): string {
  const about = [node.detail, isolationOf(node)].filter(Boolean).join(", ");
  return about === "" ? node.label : `${node.label} (${about})`;
}

/** What kind of thing a box is, where its detail does not say it, and whether policies isolate it. */
export function kindText(node: MapNode): string {
  const { kind, detail, zone } = node;
  const inZone = kind === "host" && zone !== null ? `zone ${zone}` : "";
  return [detail || kindWords[kind], inZone, isolationOf(node)].filter(Boolean).join(", ");
}

function isolationOf({ open }: MapNode): string {
  if (!open || open.length === 2) return "";
  if (open.length === 0) return "isolated";
  return open.includes("ingress") ? "isolated outwards" : "isolated inwards";
}

const kindWords: Readonly<Record<MapNode["kind"], string>> = {
  internet: "everybody",
  "private-network": "internal clients",
  "node-network": "whoever reaches a node",
  cluster: "pods",
  "unknown-network": "who reaches the entry is not known",
  entry: "entry",
  host: "host",
  service: "Service",
  workload: "workload",
  namespace: "namespace",
  pods: "pods",
  address: "addresses",
  name: "outside of the cluster",
};

/** What stands at an arrow. */
export function edgeText({ state, label, was, kind }: MapEdge): string {
  const blocked = kind === "blocked" ? "blocked by policies" : "";
  const text = [blocked, label].filter(Boolean).join(": ");
  if (state === "changed" && was !== undefined && was !== label) return `${was || "nothing"} → ${text || "nothing"}`;
  return text;
}

export function zoneTitle({ name, pci }: MapZone): string {
  const words = { "in-scope": "in scope of PCI DSS", connected: "connected to the scope", out: "out of scope" };
  return pci === null ? `Zone ${name}` : `Zone ${name}, ${words[pci]}`;
}

/** What stands in the frame of a namespace. */
export function namespaceTitle({ namespaces }: NetworkMap, name: string): string {
  const isolation = isolationText(namespaces.find((one) => one.name === name)?.isolation ?? null);
  return [name, isolation].filter(Boolean).join(", ");
}
