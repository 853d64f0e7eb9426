import { collapsed } from "../../analysis/network-map/collapse.ts";
import { focused } from "../../analysis/network-map/focus.ts";
import type { NamedMap } from "../../analysis/network-map/network-map.ts";
import type { Diagram } from "./diagram.ts";

/** What a picture can show so that a person still finds their way. */
const most = { nodes: 150, edges: 400 };

/** The maps with as much detail as a picture has room for; of a change only what it touches. */
export function drawnMaps({ base, maps }: Diagram, limits = most): readonly NamedMap[] {
  const shown = base === null ? maps : maps.map(({ name, map }) => ({ name, map: focused(map, limits.nodes) }));
  const filled = shown.filter(({ map }) => map.nodes.length > 0);
  const share = Math.max(1, filled.length);
  const each = { nodes: Math.max(15, Math.floor(limits.nodes / share)), edges: Math.floor(limits.edges / share) };
  return filled.map(({ name, map }) => ({ name, map: collapsed(map, each) }));
}
