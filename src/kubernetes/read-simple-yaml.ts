import { goBoolean } from "./go-scalars.ts";
import type { Plain } from "./resource.ts";

/**
 * Reads the simple YAML that most manifests are written in, about ten times as fast as a full parser: ASCII, block mappings
 * and lists, scalars and flow collections on one line. Anything else (anchors, tags, escapes, block scalars, scalars over
 * several lines, duplicate keys, odd indentation, errors) is not judged here: the answer is undefined and the full parser
 * decides. Whatever this returns equals what the full parser returns, which a property test holds it to.
 */
export function readSimpleYaml(text: string): Plain | undefined {
  if (!/^[\x20-\x7e\n]*$/.test(text)) return undefined;
  const reader = new SimpleReader(contentLines(text));
  try {
    return reader.read();
  } catch (error) {
    if (error === notSimple) return undefined;
    throw error;
  }
}

const notSimple = Symbol("not simple");
const maxDepth = 100;

interface Line {
  readonly indent: number;
  readonly text: string;
}

/** Blank lines and comments carry nothing as long as no scalar goes over a line. */
function contentLines(text: string): Line[] {
  const lines: Line[] = [];
  for (const [index, raw] of text.split("\n").entries()) {
    const line = raw.trimEnd();
    if (index === 0 && /^---(?: +#.*)?$/.test(line)) continue;
    let indent = 0;
    while (line.charCodeAt(indent) === space) indent++;
    if (indent < line.length && line.charCodeAt(indent) !== hash) lines.push({ indent, text: line.slice(indent) });
  }
  return lines;
}

const space = 0x20;
const hash = 0x23;

class SimpleReader {
  readonly #lines: Line[];
  #at = 0;

  constructor(lines: Line[]) {
    this.#lines = lines;
  }

  read(): Plain {
    const [first] = this.#lines;
    if (!first) throw notSimple;
    const value = this.#block(first.indent, 0);
    if (this.#at < this.#lines.length) throw notSimple;
    return value;
  }

  #block(indent: number, depth: number): Plain {
    if (depth > maxDepth) throw notSimple;
    return isItem(this.#lines[this.#at]) ? this.#list(indent, depth) : this.#mapping(indent, depth);
  }

  #mapping(indent: number, depth: number): Plain {
    const mapping: Record<string, Plain> = {};
    for (let line = this.#lines[this.#at]; line?.indent === indent && !isItem(line); line = this.#lines[this.#at]) {
      const entry = keyAndValue.exec(line.text);
      const key = entry?.[1];
      if (key === undefined || key === "__proto__" || Object.hasOwn(mapping, key)) throw notSimple;
      this.#at++;
      const inline = entry?.[2];
      mapping[key] =
        inline === undefined || inline.startsWith("#") ? this.#below(indent, depth) : this.#inline(inline, indent);
    }
    return Object.freeze(mapping);
  }

  #list(indent: number, depth: number): Plain {
    const list: Plain[] = [];
    for (let line = this.#lines[this.#at]; line?.indent === indent && isItem(line); line = this.#lines[this.#at]) {
      const rest = line.text.slice(1).trimStart();
      if (rest === "" || rest.startsWith("#") || rest.startsWith("- ") || rest === "-") throw notSimple;
      if (keyAndValue.test(rest)) {
        const inner = indent + line.text.length - rest.length;
        this.#lines[this.#at] = { indent: inner, text: rest };
        list.push(this.#mapping(inner, depth + 1));
        this.#endsAbove(indent);
      } else {
        this.#at++;
        list.push(this.#inline(rest, indent));
      }
    }
    return Object.freeze(list);
  }

  /** The value of a key with nothing on its line: a deeper block, a list at the same depth, or null. */
  #below(indent: number, depth: number): Plain {
    const line = this.#lines[this.#at];
    if (!line || line.indent < indent || (line.indent === indent && !isItem(line))) return null;
    const value = this.#block(line.indent, depth + 1);
    this.#endsAbove(indent);
    return value;
  }

  #inline(text: string, indent: number): Plain {
    // A deeper line would continue the scalar.
    this.#endsAbove(indent);
    return inlineValue(text);
  }

  #endsAbove(indent: number): void {
    const line = this.#lines[this.#at];
    if (line && line.indent > indent) throw notSimple;
  }
}

function isItem(line: Line | undefined): boolean {
  return line !== undefined && (line.text.startsWith("- ") || line.text === "-");
}

const keyAndValue = /^([A-Za-z0-9_/][A-Za-z0-9_./-]*):(?: +(.*))?$/;

function inlineValue(text: string): Plain {
  const first = text.charAt(0);
  if (first === '"') return quoted(/^"([^"\\]*)"(?: +#.*)?$/, text);
  if (first === "'") return quoted(/^'([^']*)'(?: +#.*)?$/, text);
  if (first === "[" || first === "{") return flowValue(text);
  const comment = text.indexOf(" #");
  const plain = comment < 0 ? text : text.slice(0, comment).trimEnd();
  if (!/^[A-Za-z0-9_/.$(<=~^+;\\-]/.test(plain) || plain.startsWith("- ") || plain === "-") throw notSimple;
  if (plain.includes(": ") || plain.endsWith(":")) throw notSimple;
  return plainValue(plain);
}

function quoted(pattern: RegExp, text: string): string {
  const content = pattern.exec(text)?.[1];
  if (content === undefined) throw notSimple;
  return content;
}

function plainValue(text: string): Plain {
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (/^(?:~|null|Null|NULL)$/.test(text)) return null;
  if (/^(?:0|-?[1-9][0-9]{0,14})$/.test(text)) return Number(text);
  // What this is depends on the field.
  if (goBoolean(text) !== undefined) throw notSimple;
  // Every other spelling of a number, octal and infinity included, is left to the full parser.
  if (
    /^[-+]?[0-9][0-9a-fA-FoxX_]*$|^[-+]?(?:\.[0-9]|[0-9]+\.)[0-9]*(?:[eE][-+]?[0-9]+)?$|^[-+]?[0-9]+[eE]|^[-+]?\.[a-zA-Z]/.test(
      text,
    )
  )
    throw notSimple;
  return text;
}

function flowValue(text: string): Plain {
  const flow = new FlowReader(text);
  const value = flow.value(0);
  if (!/^(?: +#.*)?$/.test(text.slice(flow.at))) throw notSimple;
  return value;
}

class FlowReader {
  readonly #text: string;
  at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  value(depth: number): Plain {
    if (depth > maxDepth) throw notSimple;
    const first = this.#text[this.at];
    if (first === "[") return Object.freeze(this.#entries("]", () => this.value(depth + 1)));
    if (first === "{") return this.#mapping(depth + 1);
    if (first === '"') return this.#match(/"([^"\\]*)"/y);
    if (first === "'") return this.#match(/'([^']*)'/y);
    return plainValue(
      this.#match(/((?:[A-Za-z0-9_/.$]|-(?=[0-9]))(?:[A-Za-z0-9_./*$@+-]| (?=[A-Za-z0-9_])|:(?=[A-Za-z0-9_/]))*)/y),
    );
  }

  #mapping(depth: number): Plain {
    const mapping: Record<string, Plain> = {};
    this.#entries("}", () => {
      const key = this.#match(/([A-Za-z0-9_/][A-Za-z0-9_./-]*): +/y);
      if (key === "__proto__" || Object.hasOwn(mapping, key)) throw notSimple;
      mapping[key] = this.value(depth);
      return null;
    });
    return Object.freeze(mapping);
  }

  #entries(end: string, read: () => Plain): Plain[] {
    const entries: Plain[] = [];
    this.at++;
    this.#match(/( *)/y);
    if (this.#text[this.at] === end) {
      this.at++;
      return entries;
    }
    for (;;) {
      entries.push(read());
      const separator = this.#match(/ *([,\]}]) */y);
      // The spaces after a closing bracket belong to what follows.
      if (separator === end) {
        this.at = this.#text.lastIndexOf(end, this.at - 1) + 1;
        return entries;
      }
      if (separator !== ",") throw notSimple;
    }
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.#text);
    if (!match) throw notSimple;
    this.at = pattern.lastIndex;
    return match[1] ?? "";
  }
}
