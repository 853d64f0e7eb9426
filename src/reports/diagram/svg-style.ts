import type { MapState } from "../../analysis/network-map/network-map.ts";

interface Palette {
  readonly paper: string;
  readonly ink: string;
  readonly muted: string;
  readonly line: string;
  readonly box: string;
  readonly outside: string;
  readonly namespace: string;
  readonly zone: string;
  readonly inScope: string;
  readonly states: Readonly<Record<Exclude<MapState, "same">, string>>;
}

const light: Palette = {
  paper: "#ffffff",
  ink: "#1f2328",
  muted: "#59636e",
  line: "#818b98",
  box: "#ffffff",
  outside: "#ddf4ff",
  namespace: "#f6f8fa",
  zone: "#eaeef2",
  inScope: "#fff1e5",
  states: { added: "#1a7f37", removed: "#cf222e", changed: "#9a6700" },
};

const dark: Palette = {
  paper: "#0d1117",
  ink: "#f0f6fc",
  muted: "#9198a1",
  line: "#6e7681",
  box: "#0d1117",
  outside: "#121d2f",
  namespace: "#151b23",
  zone: "#1f2630",
  inScope: "#33230f",
  states: { added: "#3fb950", removed: "#f85149", changed: "#d29922" },
};

/** The looks of the picture, for light and for dark surroundings. States differ in their lines as well as in their colours. */
export const styleSheet = [
  "text{font-family:system-ui,-apple-system,'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif;font-size:13px}",
  ".about,.label,.note{font-size:11px}.title{font-size:16px;font-weight:600}.frame-title{font-size:12px;font-weight:600}",
  ".label{stroke-width:4px;paint-order:stroke;stroke-linejoin:round}",
  ".box,.frame{stroke-width:1.2px}.line{fill:none;stroke-width:1.4px}.zone{stroke-width:2px}",
  ".box.added,.line.added,.box.changed,.line.changed{stroke-width:2.6px}.box.removed,.line.removed{stroke-width:2px}",
  ".box.removed,.line.removed{stroke-dasharray:7 4}.box.changed,.line.changed{stroke-dasharray:2 3}",
  ".line.blocked{stroke-dasharray:1 5}.in-scope{stroke-width:3px}",
  colours(light),
  `@media (prefers-color-scheme:dark){${colours(dark)}}`,
].join("\n");

function colours({ paper, ink, muted, line, box, outside, namespace, zone, inScope, states }: Palette): string {
  const ofStates = Object.entries(states).map(
    ([state, colour]) =>
      `.${state}{stroke:${colour}}.head-${state},text.${state}{fill:${colour}}text.${state}{stroke:${paper}}`,
  );
  return [
    `.paper{fill:${paper}}text{fill:${ink}}.about,.note{fill:${muted}}.label{fill:${muted};stroke:${paper}}`,
    `.box{fill:${box};stroke:${muted}}.outside{fill:${outside}}.line{stroke:${line}}.head-same{fill:${line}}`,
    `.namespace{fill:${namespace};stroke:${line}}.zone{fill:${zone};stroke:${muted}}.in-scope{fill:${inScope}}`,
    ...ofStates,
    `text.about.added,text.about.removed,text.about.changed{stroke:none}`,
  ].join("");
}
