import { type FieldPath, identityOf, type Plain, type Resource } from "../../../kubernetes/resource.ts";
import type { Restoration } from "../exposure-change.ts";
import { fieldAt } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import { isPresent } from "./places.ts";

/** The object of before by its identity, where a route of before came from it. */
export type FindBefore = (identity: string) => Resource | undefined;

/**
 * The lines that give the fields behind a change the values of before, where replacing whole lines of one place is enough.
 * Undefined where a person has to write it.
 */
export function restorationOf(
  before: readonly Aspect[],
  after: readonly Aspect[],
  findBefore: FindBefore = () => undefined,
): Restoration | undefined {
  const edits = new Map<string, Edit>();
  for (const aspect of before) note(edits, aspect, "was");
  for (const aspect of after) note(edits, aspect, "is");
  const changed = [...edits.values()].filter(({ was, is }) => textOf(was) !== textOf(is));
  if (changed.length === 0 || changed.length > mostEdits) return undefined;
  const single = changed.map(({ was, is }) => {
    const [present, left] = [stands(was), stands(is)];
    if (was && is && present && left) return changedLines(was, is);
    if (was && present) return restoredLines(was, after);
    return is && left ? withdrawnLines(is, before, findBefore) : undefined;
  });
  return single.every((one) => one !== undefined) ? together(single) : undefined;
}

const mostEdits = 6;

/** Several fields that go back below one line, or neighbouring lines that go, are one replacement. */
function together(parts: readonly Restoration[]): Restoration | undefined {
  const distinct = [...new Map(parts.map((part) => [JSON.stringify(part), part])).values()];
  const sorted = distinct.sort((one, other) => one.startLine - other.startLine);
  const [first, ...rest] = sorted;
  if (!first || rest.some(({ file }) => file !== first.file)) return undefined;
  const isBelowOneLine = sorted.every(({ startLine, endLine, lines }) => {
    return startLine === first.startLine && endLine === startLine && lines[0] === first.lines[0] && lines.length > 1;
  });
  if (isBelowOneLine)
    return { ...first, lines: [first.lines[0] ?? "", ...sorted.flatMap(({ lines }) => lines.slice(1))] };
  const isOneBlock = rest.every(({ startLine }, index) => startLine === (sorted[index]?.endLine ?? 0) + 1);
  if (!isOneBlock) return undefined;
  return { ...first, endLine: sorted.at(-1)?.endLine ?? first.endLine, lines: sorted.flatMap(({ lines }) => lines) };
}

interface Edit {
  readonly was?: Aspect;
  readonly is?: Aspect;
}

function note(edits: Map<string, Edit>, aspect: Aspect, side: keyof Edit): void {
  const key = `${identityOf(aspect.resource)} ${JSON.stringify(aspect.path)}`;
  edits.set(key, { ...edits.get(key), [side]: aspect });
}

function textOf(aspect: Aspect | undefined): string | undefined {
  return aspect && JSON.stringify(fieldAt(aspect.resource.data, aspect.path));
}

function stands(aspect: Aspect | undefined): boolean {
  return aspect !== undefined && isPresent(aspect);
}

function changedLines(was: Aspect, is: Aspect): Restoration | undefined {
  const lines = was.resource.linesOf(was.path);
  const now = is.resource.linesOf(is.path);
  const place = is.resource.locate(is.path);
  if (lines.length === 0 || now.length !== place.endLine - place.line + 1) return undefined;
  const isWhole = (source: readonly string[], { resource, path }: Aspect) =>
    source.length === 1 || startsLine(resource, path) !== undefined;
  if (!isWhole(lines, was) || !isWhole(now, is)) return undefined;
  return {
    file: place.file,
    startLine: place.line,
    endLine: place.endLine,
    lines: shifted(lines, indentOf(now[0] ?? "")),
  };
}

/** Puts back what is gone below its nearest parent that is left. */
function restoredLines(was: Aspect, after: readonly Aspect[]): Restoration | undefined {
  const rest = after.find(({ resource }) => identityOf(resource) === identityOf(was.resource))?.resource;
  const depth = rest ? depthOfPresence(rest, was.path) : 0;
  const parent = was.path.slice(0, depth);
  const unit = was.path.slice(0, depth + 1);
  if (!rest || depth === 0 || typeof unit.at(-1) !== "string" || startsLine(was.resource, unit) === undefined)
    return undefined;
  const [sibling] = Object.keys((fieldAt(rest.data, parent) as { readonly [key: string]: Plain } | null) ?? {});
  const indent = sibling === undefined ? undefined : startsLine(rest, [...parent, sibling]);
  const [key = "", ...inner] = rest.linesOf(parent);
  if (indent === undefined || inner.length === 0 || !/:\s*(?:#.*)?$/.test(key)) return undefined;
  const place = rest.locate(parent);
  const lines = [key, ...shifted(was.resource.linesOf(unit), indent)];
  return { file: place.file, startLine: place.line, endLine: place.line, lines };
}

/** Takes away what is new, with the parents that came along for it. */
function withdrawnLines(is: Aspect, before: readonly Aspect[], findBefore: FindBefore): Restoration | undefined {
  const identity = identityOf(is.resource);
  const old = before.find(({ resource }) => identityOf(resource) === identity)?.resource ?? findBefore(identity);
  const unit = old ? is.path.slice(0, depthOfPresence(old, is.path) + 1) : [];
  if (unit.length < 2 || typeof unit.at(-1) !== "string" || startsLine(is.resource, unit) === undefined)
    return undefined;
  const place = is.resource.locate(unit);
  if (is.resource.linesOf(unit).length !== place.endLine - place.line + 1) return undefined;
  return { file: place.file, startLine: place.line, endLine: place.endLine, lines: [] };
}

function depthOfPresence({ data }: Resource, path: FieldPath): number {
  for (let depth = path.length; depth > 0; depth--) {
    const value = fieldAt(data, path.slice(0, depth));
    if (value !== undefined && value !== null) return depth;
  }
  return 0;
}

/** The indentation of a field whose key begins its first line and which ends with its last one; undefined for any other. */
function startsLine(resource: Resource, path: FieldPath): number | undefined {
  const { text, column, endColumn } = resource.locate(path);
  const last = resource.linesOf(path).at(-1);
  const isBegun = /^\s*$/.test(text.slice(0, column - 1));
  const isEnded = last !== undefined && /^\s*(?:#.*)?$/.test(last.slice(endColumn - 1));
  return isBegun && isEnded ? column - 1 : undefined;
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function shifted(lines: readonly string[], indent: number): string[] {
  const by = indent - indentOf(lines[0] ?? "");
  return lines.map((line) =>
    line.trim() === "" ? line : by >= 0 ? " ".repeat(by) + line : line.slice(Math.min(-by, indentOf(line))),
  );
}
