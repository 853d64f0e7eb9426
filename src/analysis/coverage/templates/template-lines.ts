import { isProtectedKindName } from "../../../kubernetes/kinds.ts";
import { withoutTemplateComments } from "./template-comments.ts";

/** A line of a template with what it stands in, as far as indentation tells. */
export interface TemplateLine {
  /** From 0, in the file. */
  readonly index: number;
  /** Without white space at the ends, and without the dashes that trim white space in Go templates. */
  readonly text: string;
  readonly indent: number;
  readonly path: readonly string[];
  readonly block: Block;
  readonly role: "content" | "instruction" | "assigns";
  /** What the conditions and loops in the line do, in order. */
  readonly actions: readonly Action[];
}

export type Action = "opens" | "turns" | "closes";

/** Lines of one indentation below one parent: the fields of an object. */
export interface Block {
  readonly parent: Block | undefined;
  /** The kind that the object says it is; see `weightiest` where it says several. */
  kind: string | undefined;
}

/**
 * The lines of a template in any language (Helm, Jinja, Jsonnet, CUE) that say something: comments and blank lines are left
 * out. Nobody here runs the template, so the structure is read from the indentation, which authors keep for each other.
 */
export function templateLines(text: string): readonly TemplateLine[] {
  const lines: TemplateLine[] = [];
  let reader = newDocument();
  for (const [index, raw] of withoutTemplateComments(text).split(/\r?\n/).entries()) {
    const line = normalized(raw);
    if (line === "" || /^(#|\/\/)/.test(line)) continue;
    if (/^---(\s|$)/.test(raw)) reader = newDocument();
    lines.push({ index, text: line, indent: indentOf(raw), ...place(reader, raw, line), actions: actionsIn(line) });
  }
  return lines;
}

interface Reader {
  readonly keys: { indent: number; key: string }[];
  readonly blocks: { indent: number; block: Block }[];
}

function newDocument(): Reader {
  return { keys: [], blocks: [{ indent: -1, block: { parent: undefined, kind: undefined } }] };
}

function place(reader: Reader, raw: string, line: string): Pick<TemplateLine, "path" | "block" | "role"> {
  const role = roleOf(line);
  // Instructions stand where their author likes; what they produce says its own indentation, if anything does.
  if (role !== "content" || /^(\{\{|\{%)/.test(line)) {
    const indent = Number(/\bn?indent\s+(\d+)/.exec(line)?.[1] ?? (indentOf(raw) || Number.POSITIVE_INFINITY));
    const path = reader.keys.filter((open) => open.indent < indent).map(({ key }) => key);
    return { path, block: top(reader), role };
  }
  const dash = indentOf(raw);
  const indent = dash + (/^-\s+/.exec(line)?.[0].length ?? 0);
  while ((reader.keys.at(-1)?.indent ?? -1) >= indent) reader.keys.pop();
  while (top(reader, true).indent > (indent > dash ? dash : indent)) reader.blocks.pop();
  if (top(reader, true).indent < dash) open(reader, dash);
  if (indent > dash) open(reader, indent);
  const key = /^(?:-\s+)?(?:local\s+)?[[("']*([\w./-]+)["'\])]*(?:\([^()]*\))?\??\s*(?:\+?:|=(?!=))/.exec(line)?.[1];
  const path = [...reader.keys.map((one) => one.key), ...(key === undefined ? [] : [key])];
  if (key !== undefined) reader.keys.push({ indent, key });
  const kind = wordAfterKind(line);
  if (kind !== undefined) top(reader).kind = weightiest(top(reader).kind, kind);
  return { path, block: top(reader), role };
}

function open(reader: Reader, indent: number): void {
  reader.blocks.push({ indent, block: { parent: top(reader), kind: undefined } });
}

function top(reader: Reader): Block;
function top(reader: Reader, withIndent: true): Reader["blocks"][number];
function top({ blocks }: Reader, withIndent?: true): Block | Reader["blocks"][number] {
  const last = blocks.at(-1) as Reader["blocks"][number];
  return withIndent ? last : last.block;
}

function roleOf(line: string): TemplateLine["role"] {
  if (/^(\{\{\s*\$\w+\s*:?=|\{%[-+]?\s*set\b)/.test(line)) return "assigns";
  // Nothing but conditions and loops: they say nothing but what they enclose.
  return /^(?:\{\{\s*(?:if|range|with|define|block|else|end)\b[^{}]*\}\}|\{%[-+]?\s*(?:if|for|macro|block|else|elif|end\w+)\b[^{}]*%\})$/.test(
    line,
  )
    ? "instruction"
    : "content";
}

function actionsIn(line: string): readonly Action[] {
  const found = line.matchAll(
    /\{\{\s*(?:(if|range|with|define|block)|(else)|end)\b|\{%[-+]?\s*(?:(if|for|macro|block|call|filter)|(else|elif)|end\w+)\b/g,
  );
  return [...found].map(([, go, goElse, jinja, jinjaElse]) => {
    if (go !== undefined || jinja !== undefined) return "opens";
    return goElse !== undefined || jinjaElse !== undefined ? "turns" : "closes";
  });
}

function normalized(raw: string): string {
  return raw.replace(/\{\{-/g, "{{").replace(/-\}\}/g, "}}").trim();
}

function indentOf(raw: string): number {
  return raw.length - raw.trimStart().length;
}

/** The kind that a line gives to the object it stands in: its name, `*` if a template fills it in, undefined if none. */
function wordAfterKind(line: string): string | undefined {
  const value = /^(?:-\s+)?["']?kind["']?\s*:{1,3}\s*(.*)$/.exec(line)?.[1];
  // CUE writes the type where others write the value.
  if (value === undefined || /^string\b/.test(value)) return undefined;
  const word = /^["']?([A-Za-z][A-Za-z0-9]*)["']?[\s,}\]]*(?:#.*)?$/.exec(value)?.[1];
  return word ?? "*";
}

/** Of two kinds of one object, the protected one, then the unknown one: the lines of either may be its own. */
function weightiest(one: string | undefined, other: string): string {
  if (one === undefined || (isProtected(other) && !isProtected(one))) return other;
  return other === "*" && !isProtected(one) ? other : one;
}

function isProtected(kind: string): boolean {
  return isProtectedKindName(kind.replace(/List$/, ""));
}
