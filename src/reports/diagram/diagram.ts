import type { NamedMap } from "../../analysis/network-map/network-map.ts";

/** What a diagram shows, and of which commits. */
export interface Diagram {
  /** Full commit id of what the head is compared with; null where one commit is drawn. */
  readonly base: string | null;
  readonly head: string;
  readonly maps: readonly NamedMap[];
}

/** A way to write diagrams down: a plain function. */
export interface DiagramFormat {
  readonly id: string;
  render(diagram: Diagram): string;
}
