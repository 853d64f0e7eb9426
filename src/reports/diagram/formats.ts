import type { DiagramFormat } from "./diagram.ts";
import { json } from "./json.ts";
import { mermaid } from "./mermaid.ts";
import { svg } from "./svg.ts";

/** Every way to write a diagram; the first is the default. */
export const diagramFormats: readonly [DiagramFormat, ...DiagramFormat[]] = [mermaid, svg, json];
