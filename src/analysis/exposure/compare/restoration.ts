import { type FieldPath, identityOf, type Plain, type Resource } from "../../../kubernetes/resource.ts";
import { fieldAt } from "../plain-fields.ts";
import type { Aspect } from "../route.ts";
import type { Restoration } from "../exposure-change.ts";

/**
 * The lines that give the fields behind a change the values of before, where exactly one field is behind it and replacing whole
 * lines is enough. Undefined where a person has to write it.
 */
export function restorationOf(before: readonly Aspect[], after: readonly Aspect[]): Restoration | undefined {
  const edits = new Map<string, Edit>();
  for (const aspect of before) note(edits, aspect, "was");
  for (const aspect of after) note(edits, aspect, "is");
  const changed = [...edits.values()].filter(({ was, is }) => textOf(was) !== textOf(is));
  const [edit] = changed;
  if (!edit || changed.length > 1) return undefined;
  const { was, is } = edit;
  const [present, left] = [isPresent(was), isPresent(is)];
  if (was && is && present && left) return changedLines(was, is);
  if (was && present) return restoredLines(was, after);
  return is && left ? withdrawnLines(is, before) : undefined;
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

function isPresent(aspect: Aspect | undefined): boolean {
  return aspect !== undefined && fieldAt(aspect.resource.data, aspect.path) !== undefined;
}

function changedLines(was: Aspect, is: Aspect): Restoration | undefined {
  const lines = was.resource.linesOf(was.path);
  const now = is.resource.linesOf(is.path);
  const place = is.resource.locate(is.path);
  if (lines.length === 0 || now.length !== place.endLine - place.line + 1) return undefined;
  const isWhole = (source: readonly string[], { resource, path }: Aspect) =>
    source.length === 1 || startsLine(resource, path) !== undefined;
  if (!isWhole(lines, was) || !isWhole(now, is)) return undefined;
  return { file: place.file, startLine: place.line, endLine: place.endLine, lines: shifted(lines, indentOf(now[0] ?? "")) };
}

/** Puts back what is gone below its nearest parent that is left. */
function restoredLines(was: Aspect, after: readonly Aspect[]): Restoration | undefined {
  const rest = after.find(({ resource }) => identityOf(resource) === identityOf(was.resource))?.resource;
  const depth = rest ? depthOfPresence(rest, was.path) : 0;
  const parent = was.path.slice(0, depth);
  const unit = was.path.slice(0, depth + 1);
  if (!rest || depth === 0 || typeof unit.at(-1) !== "string" || startsLine(was.resource, unit) === undefined) return undefined;
  const [sibling] = Object.keys((fieldAt(rest.data, parent) as { readonly [key: string]: Plain } | null) ?? {});
  const indent = sibling === undefined ? undefined : startsLine(rest, [...parent, sibling]);
  const [key = "", ...inner] = rest.linesOf(parent);
  if (indent === undefined || inner.length === 0 || !/:\s*(?:#.*)?$/.test(key)) return undefined;
  const place = rest.locate(parent);
  const lines = [key, ...shifted(was.resource.linesOf(unit), indent)];
  return { file: place.file, startLine: place.line, endLine: place.line, lines };
}

/** Takes away what is new, with the parents that came along for it. */
function withdrawnLines(is: Aspect, before: readonly Aspect[]): Restoration | undefined {
  const old = before.find(({ resource }) => identityOf(resource) === identityOf(is.resource))?.resource;
  const unit = old ? is.path.slice(0, depthOfPresence(old, is.path) + 1) : [];
  if (unit.length < 2 || typeof unit.at(-1) !== "string" || startsLine(is.resource, unit) === undefined) return undefined;
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
  return lines.map((line) => (line.trim() === "" ? line : by >= 0 ? " ".repeat(by) + line : line.slice(Math.min(-by, indentOf(line)))));
}
