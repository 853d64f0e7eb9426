import type { LabelValues } from "../label-box.ts";
import { selectorTokens, type Token } from "./selector-text.ts";

/** A selector of Calico (docs.tigera.io, "Network policy", selectors). */
export type Selector =
  | { readonly kind: "all" | "global" }
  | { readonly kind: "label"; readonly key: string; readonly values: LabelValues }
  /** `contains`, `starts with` and `ends with`. */
  | { readonly kind: "text"; readonly key: string; readonly test: TextTest; readonly text: string }
  | { readonly kind: "not"; readonly part: Selector }
  | { readonly kind: "and" | "or"; readonly parts: readonly Selector[] };

export type TextTest = "contains" | "starts" | "ends";

/** What a text says as a selector; undefined if it is none. An empty text selects everything. */
export function parseSelector(text: string): Selector | undefined {
  const tokens = selectorTokens(text);
  if (!tokens) return undefined;
  if (tokens.length === 0) return { kind: "all" };
  const reader: Reader = { tokens, next: 0, depth: 0 };
  const selector = readAlternatives(reader);
  return reader.next === tokens.length ? selector : undefined;
}

interface Reader {
  readonly tokens: readonly Token[];
  next: number;
  depth: number;
}

const deepest = 50;

function readAlternatives(reader: Reader): Selector | undefined {
  return readList(reader, "||", "or", (inner) => readList(inner, "&&", "and", readPart));
}

function readList(
  reader: Reader,
  separator: string,
  kind: "and" | "or",
  read: (reader: Reader) => Selector | undefined,
): Selector | undefined {
  const parts: Selector[] = [];
  do {
    const part = read(reader);
    if (!part) return undefined;
    parts.push(part);
  } while (takeSign(reader, separator));
  const [first, ...others] = parts;
  return others.length === 0 ? first : { kind, parts };
}

function readPart(reader: Reader): Selector | undefined {
  if (reader.depth >= deepest) return undefined;
  reader.depth++;
  const part = readNested(reader);
  reader.depth--;
  return part;
}

function readNested(reader: Reader): Selector | undefined {
  if (takeSign(reader, "!")) {
    const part = readPart(reader);
    return part && { kind: "not", part };
  }
  if (!takeSign(reader, "(")) return readTest(reader);
  const inner = readAlternatives(reader);
  return takeSign(reader, ")") ? inner : undefined;
}

function readTest(reader: Reader): Selector | undefined {
  const word = take(reader, "word");
  if (word === undefined) return undefined;
  if (takeSign(reader, "(")) return readCall(word, reader);
  if (takeSign(reader, "==")) return labelTest(word, oneText(reader), false);
  if (takeSign(reader, "!=")) return labelTest(word, oneText(reader), true);
  const operator = take(reader, "word");
  if (operator === "in") return labelTest(word, readTexts(reader), false);
  if (operator === "not") return take(reader, "word") === "in" ? labelTest(word, readTexts(reader), true) : undefined;
  const test = textTests.find((name) => name === operator);
  if (!test || (test !== "contains" && take(reader, "word") !== "with")) return undefined;
  const text = take(reader, "text");
  return text === undefined ? undefined : { kind: "text", key: word, test, text };
}

const textTests: readonly TextTest[] = ["contains", "starts", "ends"];

function readCall(name: string, reader: Reader): Selector | undefined {
  const argument = take(reader, "word");
  if (!takeSign(reader, ")")) return undefined;
  if (argument === undefined) return name === "all" || name === "global" ? { kind: name } : undefined;
  const present: LabelValues = { values: [], allBut: true, orAbsent: false };
  return name === "has" ? { kind: "label", key: argument, values: present } : undefined;
}

/** What is not equal includes what is not there. */
function labelTest(key: string, values: readonly string[] | undefined, isNegated: boolean): Selector | undefined {
  return values && { kind: "label", key, values: { values, allBut: isNegated, orAbsent: isNegated } };
}

function oneText(reader: Reader): readonly string[] | undefined {
  const text = take(reader, "text");
  return text === undefined ? undefined : [text];
}

function readTexts(reader: Reader): readonly string[] | undefined {
  if (!takeSign(reader, "{")) return undefined;
  const texts: string[] = [];
  if (takeSign(reader, "}")) return texts;
  do {
    const text = take(reader, "text");
    if (text === undefined) return undefined;
    texts.push(text);
  } while (takeSign(reader, ","));
  return takeSign(reader, "}") ? texts : undefined;
}

function take(reader: Reader, kind: Token["kind"]): string | undefined {
  const token = reader.tokens[reader.next];
  if (token?.kind !== kind) return undefined;
  reader.next++;
  return token.text;
}

function takeSign(reader: Reader, sign: string): boolean {
  const token = reader.tokens[reader.next];
  if (token?.kind !== "sign" || token.text !== sign) return false;
  reader.next++;
  return true;
}
