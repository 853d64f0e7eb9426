import type { Location } from "../kubernetes/location.ts";
import type { Paint } from "./paint.ts";
import { startOf, textWidth } from "./text-width.ts";
import { visibleText } from "./visible-text.ts";

/**
 * The source line with `^^^^` under the range, for a terminal of `width` columns. A long line is cut on both sides so that
 * the start of the range stays in sight. No line where the location has no text.
 */
export function codeFrame(location: Location, width: number, paint: Paint): string[] {
  if (location.text.trim() === "") return [];
  const number = String(location.line).padStart(5);
  const gutter = `${number} ${paint("│", "dim")} `;
  const { before, marked, after } = threeParts(location);
  const room = Math.max(20, width - number.length - 3);
  const shownBefore = keepEnd(before, Math.floor(room / 2));
  const shownMarked = keepStart(marked, room - textWidth(shownBefore));
  const shownAfter = keepStart(after, room - textWidth(shownBefore) - textWidth(shownMarked));
  const carets = "^".repeat(Math.max(1, textWidth(shownMarked)));
  return [
    `${gutter}${shownBefore}${paint(shownMarked, "bold")}${shownAfter}`,
    `${" ".repeat(number.length)} ${paint("│", "dim")} ${" ".repeat(textWidth(shownBefore))}${paint(carets, "red")}`,
  ];
}

/** Columns count UTF-16 units of the source; what is shown may be longer, because hidden characters are spelled out. */
function threeParts({ text, line, endLine, column, endColumn }: Location) {
  const start = Math.min(column - 1, text.length);
  const end = endLine > line ? text.length : Math.max(start, Math.min(endColumn - 1, text.length));
  return {
    before: shown(text.slice(0, start)),
    marked: shown(text.slice(start, end)),
    after: shown(text.slice(end)),
  };
}

function shown(source: string): string {
  return visibleText(source.replaceAll("\t", "    "));
}

function keepEnd(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  let end = text;
  while (textWidth(end) >= width) end = end.replace(/^./su, "");
  return `…${end}`;
}

function keepStart(text: string, width: number): string {
  if (textWidth(text) <= width) return text;
  return width < 1 ? "" : `${startOf(text, width - 1)}…`;
}
