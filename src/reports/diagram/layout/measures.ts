import type { MapEdge, MapNode } from "../../../analysis/network-map/network-map.ts";
import { startOf, textWidth } from "../../text-width.ts";
import { visibleText } from "../../visible-text.ts";
import { edgeText, kindText, stateWord } from "../words.ts";

/** Lengths are pixels at the size the picture is drawn for. */
export const sizes = {
  margin: 24,
  rowGap: 14,
  boxHeight: 42,
  boxPadding: 12,
  frameHeader: 26,
  framePadding: 12,
  labelLine: 15,
  letter: 7.2,
  smallLetter: 6.1,
} as const;

const widest = { box: 40, label: 26 };

/** The lines of a box: its name, and in small letters what it is. */
export function boxTexts(node: MapNode): { readonly name: string; readonly about: string } {
  return {
    name: clipped(node.label, widest.box),
    about: clipped(`${stateWord(node.state)}${kindText(node)}`, widest.box + 4),
  };
}

export function boxWidth(node: MapNode): number {
  const { name, about } = boxTexts(node);
  const text = Math.max(textWidth(name) * sizes.letter, textWidth(about) * sizes.smallLetter);
  return Math.round(Math.max(90, text + 2 * sizes.boxPadding));
}

/** What stands at an arrow of the picture; the whole text is in its tooltip. */
export function labelOf(edge: MapEdge): string {
  return clipped(`${stateWord(edge.state)}${edgeText(edge)}`.replace(/: $/, ""), widest.label);
}

export function labelWidth(text: string): number {
  return Math.round(textWidth(text) * sizes.smallLetter);
}

function clipped(text: string, columns: number): string {
  const shown = visibleText(text, 4 * columns);
  return textWidth(shown) <= columns ? shown : `${startOf(shown, columns - 1)}…`;
}
