import { diffArrays } from "diff/lib/diff/array.js";
import { isQuietLine, saysKind, serviceTypesOf, wordsMatter } from "./quiet-lines.ts";
import { kindAround } from "./template-kinds.ts";
import { type TemplateLine, templateLines } from "./template-lines.ts";

/** The lines of one side of a template that the pull request touches, and that can matter to exposure or access. */
export interface TouchedTemplate {
  /** Protected kinds that the lines belong to; `*` where the kind is filled in or not said. */
  readonly kinds: readonly string[];
  /** Index (from 0) of the first such line on each side. */
  readonly firstLine: { readonly before: number | undefined; readonly after: number | undefined };
}

/**
 * Which protected objects of a template the touched lines concern. A touched condition or loop concerns everything that it
 * encloses. Lines that only describe (labels, comments, the namespace of the release) concern nothing. Outside of objects
 * that say their kind, words of keys decide (`listensToWords`), because a helper or a values template has nothing else.
 */
export function touchedTemplate(before: string | null, after: string | null, listensToWords: boolean): TouchedTemplate {
  const sides = { before: templateLines(before ?? ""), after: templateLines(after ?? "") };
  const touched = touchedLines(sides.before, sides.after);
  const found = {
    before: matters(sides.before, touched.before, listensToWords),
    after: matters(sides.after, touched.after, listensToWords),
  };
  const kinds = [...found.before, ...found.after].map(({ kind }) => kind);
  return {
    kinds: [...new Set(kinds)].sort(),
    firstLine: { before: found.before[0]?.line.index, after: found.after[0]?.line.index },
  };
}

/** Positions in the two lists that have no partner. Too different to compare: all of them. */
function touchedLines(before: readonly TemplateLine[], after: readonly TemplateLine[]) {
  const [one, other] = [before, after].map((lines) => lines.map(({ indent, text }) => `${indent} ${text}`));
  const parts = diffArrays(one ?? [], other ?? [], { maxEditLength });
  if (!parts) return { before: before.map(() => true), after: after.map(() => true) };
  const marks = { before: [] as boolean[], after: [] as boolean[] };
  for (const { added, removed, value } of parts)
    for (const _line of value) {
      if (!added) marks.before.push(removed);
      if (!removed) marks.after.push(added);
    }
  return marks;
}

const maxEditLength = 4_000;

interface Found {
  readonly kind: string;
  readonly line: TemplateLine;
}

function matters(
  lines: readonly TemplateLine[],
  touched: readonly boolean[],
  listensToWords: boolean,
): readonly Found[] {
  const affected = withBodies(lines, touched);
  const isWhole = touched.every(Boolean);
  const types = serviceTypesOf(lines);
  const assigned = lines.some(({ role }, at) => role === "assigns" && touched[at]) && !isWhole;
  return lines.flatMap((line, at): Found[] => {
    if (!affected[at] && !assigned) return [];
    const kind = kindAround(line.block);
    // A new workload is as it is; only one that was there and is changed can be reached otherwise than before.
    if (kind === "other" && isWhole) return affected[at] && saysKind(line) ? [{ kind: "*", line }] : [];
    if (kind === undefined || kind === "other")
      return affected[at] && saysKindOrWords(line, kind, listensToWords) ? [{ kind: "*", line }] : [];
    return isQuietLine(line, kind, types) ? [] : [{ kind, line }];
  });
}

function saysKindOrWords(line: TemplateLine, kind: "other" | undefined, listensToWords: boolean): boolean {
  return saysKind(line) || (listensToWords && wordsMatter(line, kind));
}

/** The touched lines, and all lines between a touched condition or loop and its end. */
function withBodies(lines: readonly TemplateLine[], touched: readonly boolean[]): readonly boolean[] {
  const starts: { at: number; touched: boolean }[] = [];
  const changes = new Int32Array(lines.length + 1);
  const enclose = (from: number, to: number) => {
    changes[from] = (changes[from] ?? 0) + 1;
    changes[to + 1] = (changes[to + 1] ?? 0) - 1;
  };
  for (const [at, { actions }] of lines.entries())
    for (const action of actions) {
      const last = starts.at(-1);
      if (action === "opens") starts.push({ at, touched: touched[at] ?? false });
      else if (last) {
        last.touched ||= touched[at] ?? false;
        if (action === "closes" && last.touched) enclose(last.at, at);
        if (action === "closes") starts.pop();
      }
    }
  // Without an end, everything that follows may be enclosed.
  for (const { at, touched: open } of starts) if (open) enclose(at, lines.length - 1);
  let depth = 0;
  return lines.map((_line, at) => {
    depth += changes[at] ?? 0;
    return depth > 0 || (touched[at] ?? false);
  });
}
