import type { Location } from "./location.ts";

/** A place in a file's text, before it is known under which path and on which side the file stands. */
export type Place = Omit<Location, "file" | "side">;

/** The place of the text between two offsets. `linesBefore` are the lines of the file before `text`. */
export function placeOf(text: string, linesBefore: number, start: number, end: number): Place {
  const from = positionAt(text, Math.min(start, text.length));
  const to = positionAt(text, Math.min(Math.max(start, lastContent(text, start, end)), text.length));
  return {
    line: linesBefore + from.line,
    column: from.column,
    endLine: linesBefore + to.line,
    endColumn: to.column,
    text: lineAt(text, from.lineStart),
  };
}

/** For content that has no text to show: the first line of the file. */
export const topOfFile: Place = { line: 1, column: 1, endLine: 1, endColumn: 1, text: "" };

const maxLineLength = 400;

function positionAt(text: string, offset: number): { line: number; column: number; lineStart: number } {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf("\n"); at >= 0 && at < offset; at = text.indexOf("\n", at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { line, column: offset - lineStart + 1, lineStart };
}

function lineAt(text: string, lineStart: number): string {
  const end = text.indexOf("\n", lineStart);
  const line = text.slice(lineStart, Math.min(end < 0 ? text.length : end, lineStart + maxLineLength));
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}

/** The end of a block value includes the line breaks after it, which do not belong to it. */
function lastContent(text: string, start: number, end: number): number {
  let last = Math.min(end, text.length);
  while (last > start && /\s/.test(text.charAt(last - 1))) last--;
  return last;
}
