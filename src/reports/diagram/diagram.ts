import type { NamedMap } from "../../analysis/network-map/network-map.ts";

/** What a diagram shows, and of which commits. */
export interface Diagram {
  /** Full commit id of what the head is compared with; null where one commit is drawn. */
  readonly base: string | null;
  readonly head: string;
  readonly maps: readonly NamedMap[];
  /** What no map shows, in sentences. */
  readonly notes: readonly string[];
}

/** What stands in a picture without boxes. */
export function emptyText({ base }: Diagram): string {
  return base === null ? "There is nothing to draw." : "Nothing in the network changes.";
}

/** A way to write diagrams down: a plain function. */
export interface DiagramFormat {
  readonly id: string;
  render(diagram: Diagram): string;
}
