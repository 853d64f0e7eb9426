import type { Location, Side } from "../kubernetes/location.ts";

/** The first line of `text` that differs from `other`, or the first line of the file. */
export function linePlace(
  file: string,
  side: Side,
  text: string | null | undefined,
  other: string | null | undefined,
): Location {
  const lines = (text ?? "").split(/\r?\n/);
  const others = (other ?? "").split(/\r?\n/);
  const differing = lines.findIndex((line, index) => line !== others[index]);
  return placeOfLine(file, side, lines, differing === -1 ? 0 : differing);
}

/** The whole line at `index` (from 0). */
export function placeOfLine(file: string, side: Side, lines: readonly string[], index: number): Location {
  const text = lines[index] ?? "";
  const column = text.length - text.trimStart().length + 1;
  return {
    file,
    line: index + 1,
    column,
    endLine: index + 1,
    endColumn: text.length + 1,
    side,
    text: text.slice(0, 400),
  };
}
