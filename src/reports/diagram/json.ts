import type { MapEdge, MapNode, NamedMap } from "../../analysis/network-map/network-map.ts";
import { safeJson } from "../safe-json.ts";
import type { DiagramFormat } from "./diagram.ts";

/** `gatewarden.diagram/v1`: a stable contract, described in docs/diagram-v1.schema.json. Nothing is left out or drawn as one. */
export const json: DiagramFormat = {
  id: "json",
  render: ({ base, head, maps, notes }) =>
    safeJson({
      schema: "gatewarden.diagram/v1",
      base,
      head,
      views: maps.map((map) => viewV1(map, base !== null)),
      notes,
    }),
};

function viewV1({ name, map }: NamedMap, isDifference: boolean) {
  return {
    name,
    zones: map.zones.map(({ name: zone, pci }) => ({ name: zone, pci })),
    namespaces: map.namespaces.map(({ name: namespace, zone, isolation }) => ({ name: namespace, zone, isolation })),
    nodes: map.nodes.map((node) => nodeV1(node, isDifference)),
    edges: map.edges.map((edge) => edgeV1(edge, isDifference)),
    notes: map.notes,
  };
}

function nodeV1({ id, kind, label, detail, zone, namespace, open, state }: MapNode, isDifference: boolean) {
  return {
    id,
    kind,
    label,
    detail,
    zone,
    namespace,
    ...(open && { open }),
    ...(isDifference && { state }),
  };
}

function edgeV1({ from, to, kind, label, detail, encrypted, state, was }: MapEdge, isDifference: boolean) {
  return {
    from,
    to,
    kind,
    label,
    detail,
    encrypted,
    ...(isDifference && { state, ...(was !== undefined && { was }) }),
  };
}
