import type { Location, Side } from "../../../kubernetes/location.ts";
import { placeOfLine } from "../../text-places.ts";
import type { Concern } from "../concern.ts";
import { concernOfDifference } from "../concern-of-difference.ts";
import type { InputEdit, InputFinding } from "../input-finding.ts";

/**
 * Changed lines of an input that is not YAML, such as values with template instructions. The keys that a line stands
 * under are read from the indentation; comments and blank lines say nothing.
 */
export function lineFindings(edit: InputEdit, known: KnownFields = () => undefined): readonly InputFinding[] {
  const { before, after } = edit.text;
  if (before === undefined || after === undefined) return [unreadable(edit)];
  const one = linesOf(before ?? "");
  const other = linesOf(after ?? "");
  return [
    ...withoutCommon(other, one).map((line) => findingOfLine(edit, line, "after", known)),
    ...withoutCommon(one, other).map((line) => findingOfLine(edit, line, "before", known)),
  ];
}

/** What fields of the file's own format are about, where their meaning is known. */
export type KnownFields = (path: readonly string[]) => Concern | undefined;

interface KeyedLine {
  readonly path: readonly string[];
  readonly text: string;
  readonly place: (file: string, side: Side) => Location;
}

function linesOf(text: string): readonly KeyedLine[] {
  const lines = text.split(/\r?\n/);
  const open: { indent: number; key: string }[] = [];
  return lines.flatMap((line, index) => {
    const content = line.trim();
    if (content === "" || content.startsWith("#") || /^\{\{-?\s*\/\*.*\*\/\s*-?\}\}$/.test(content)) return [];
    // The keys of a list item stand behind its dash.
    const indent = line.length - line.trimStart().length + (/^-\s+/.exec(content)?.[0].length ?? 0);
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    const key = /^(?:-\s+)?["']?([\w./-]+)["']?\s*:/.exec(content)?.[1];
    const path = [...open.map((one) => one.key), ...(key === undefined ? [] : [key])];
    if (key !== undefined) open.push({ indent, key });
    return [{ path, text: content, place: (file: string, side: Side) => placeOfLine(file, side, lines, index) }];
  });
}

function withoutCommon(lines: readonly KeyedLine[], others: readonly KeyedLine[]): readonly KeyedLine[] {
  const counts = new Map<string, number>();
  for (const line of others) counts.set(identityOf(line), (counts.get(identityOf(line)) ?? 0) + 1);
  return lines.filter((line) => {
    const count = counts.get(identityOf(line)) ?? 0;
    counts.set(identityOf(line), count - 1);
    return count <= 0;
  });
}

function identityOf({ path, text }: KeyedLine): string {
  return JSON.stringify([path, text]);
}

function findingOfLine(
  edit: InputEdit,
  { path, text, place }: KeyedLine,
  side: Side,
  known: KnownFields,
): InputFinding {
  const file = edit.file.path;
  const value = text.replace(/^(?:-\s+)?["']?[\w./-]+["']?\s*:\s*/, "");
  return {
    concern: known(path) ?? concernOfDifference({ path, before: undefined, after: value }),
    file,
    detail: `${side === "after" ? "added" : "removed"} line "${text.slice(0, 120)}"`,
    part: { file, path, [side]: text },
    alike: { path, [side]: text },
    places: [place(file, side)],
  };
}

/** The whole input, where its text is no help. */
export function unreadable(edit: InputEdit, concern: Concern = "unreadable"): InputFinding {
  const { path: file, before, after } = edit.file;
  return {
    concern,
    file,
    detail: `\`${file}\` cannot be read`,
    part: { file, before: before?.blobId ?? null, after: after?.blobId ?? null },
    alike: { file, before: before?.blobId ?? null, after: after?.blobId ?? null },
    places: edit.places.firstDifference(file),
  };
}
