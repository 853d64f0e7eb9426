import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLError,
} from "yaml";

export type PathInFile = readonly PropertyKey[];

export interface Place {
  readonly line: number;
  readonly column: number;
}

export interface PlacedMessage extends Place {
  readonly message: string;
}

/** A policy text read as YAML, which still knows where everything stands. */
export interface PolicyText {
  /** The plain value; undefined where the text cannot be read at all. */
  readonly data: unknown;
  readonly problems: readonly PlacedMessage[];
  /** Where the value at `path` stands, or the nearest thing around it that exists. */
  placeOf(path: PathInFile): Place;
  /** Where the key of an entry stands. */
  placeOfKey(path: PathInFile, key: string): Place;
}

const maxCharacters = 512 * 1024;
const maxAliases = 1000;
const start: Place = { line: 1, column: 1 };

/** Reads YAML strictly: repeated keys, unknown tags, several documents and alias bombs are problems, not surprises. */
export function readPolicyText(text: string): PolicyText {
  if (text.length > maxCharacters) return unreadable("the file is larger than 512 KiB");
  try {
    return readDocument(text);
  } catch (error) {
    // Such as nesting that is too deep for the parser.
    return unreadable(`the file cannot be read as YAML: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function readDocument(text: string): PolicyText {
  const lines = new LineCounter();
  const options = {
    lineCounter: lines,
    schema: "core",
    resolveKnownTags: false,
    merge: true,
    stringKeys: true,
  } as const;
  const document: Document = parseDocument(text, { ...options, prettyErrors: false });
  const placeAt = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return line > 0 ? { line, column: col } : start;
  };

  const faults = [...document.errors, ...document.warnings];
  const problems = faults.map((fault) => ({ ...placeAt(fault.pos[0]), message: describe(fault) }));
  problems.push(...nodeProblems(document, (node) => placeAt(node.range?.[0] ?? 0)));
  // After a repeated key the rest still means what it says; after any other fault further problems would be guesses.
  const readable = problems.length === faults.length && faults.every((fault) => fault.code === "DUPLICATE_KEY");
  if (!readable) return { data: undefined, problems, placeOf: () => start, placeOfKey: () => start };
  return {
    data: document.toJS({ maxAliasCount: 100 }) as unknown,
    problems,
    placeOf: (path) => placeAt(nearestNode(document, path)?.range?.[0] ?? 0),
    placeOfKey: (path, key) => placeAt(keyNode(document, path, key)?.range?.[0] ?? 0),
  };
}

function describe({ code, message }: YAMLError): string {
  return code === "MULTIPLE_DOCS" ? "the file holds more than one document" : `not valid YAML: ${message}`;
}

function nodeProblems(document: Document, placeOf: (node: Node) => Place): PlacedMessage[] {
  const problems: PlacedMessage[] = [];
  let aliases = 0;
  visit(document, {
    Alias(_, alias) {
      aliases += 1;
      if (aliases > maxAliases) return visit.BREAK;
      if (!alias.resolve(document))
        problems.push({ ...placeOf(alias), message: `\`*${alias.source}\` names no anchor above it` });
      return undefined;
    },
    Pair(_, pair) {
      // JavaScript gives this key a meaning of its own; a reader that drops it silently would drop what it guards.
      if (isScalar(pair.key) && pair.key.value === "__proto__")
        problems.push({ ...placeOf(pair.key), message: "`__proto__` cannot be used as a key" });
    },
  });
  if (aliases > maxAliases) problems.push({ ...start, message: `the file uses more than ${maxAliases} aliases` });
  return problems;
}

function nearestNode(document: Document, path: PathInFile): Node | null {
  let node = document.contents as Node | null;
  for (const step of path) {
    const next = child(document, node, step);
    if (!next) break;
    node = next;
  }
  return node;
}

function child(document: Document, parent: Node | null, step: PropertyKey): Node | null {
  const node = isAlias(parent) ? (parent.resolve(document) ?? null) : parent;
  if (isSeq(node)) return (node.items[Number(step)] as Node | undefined) ?? null;
  if (!isMap(node)) return null;
  const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(step));
  // An entry without a value stands where its key stands.
  return ((pair?.value ?? pair?.key) as Node | undefined) ?? null;
}

function keyNode(document: Document, path: PathInFile, key: string): Node | null {
  const found = nearestNode(document, path);
  const parent = isAlias(found) ? (found.resolve(document) ?? null) : found;
  const pair = isMap(parent) ? parent.items.find((item) => isScalar(item.key) && String(item.key.value) === key) : null;
  return (pair?.key as Node | undefined) ?? found;
}

function unreadable(message: string): PolicyText {
  return { data: undefined, problems: [{ ...start, message }], placeOf: () => start, placeOfKey: () => start };
}
