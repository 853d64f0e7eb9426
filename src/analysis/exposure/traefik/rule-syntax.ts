/** An expression of Traefik's rule language, such as ``Host(`a.io`) && !Path(`/x`)``. */
export type RuleExpression =
  | { readonly kind: "and" | "or"; readonly parts: readonly RuleExpression[] }
  | { readonly kind: "not"; readonly part: RuleExpression }
  | { readonly kind: "matcher"; readonly name: string; readonly values: readonly string[] };

/** A rule longer or deeper than any that people write is not read. */
const longestRule = 20_000;
const deepest = 50;

/** Reads a rule of Traefik 2 or 3; a text says why it cannot be read. `!` binds closest, then `&&`, then `||`. */
export function parseRule(text: string): RuleExpression | { readonly kind: "wrong"; readonly why: string } {
  if (text.length > longestRule) return { kind: "wrong", why: "it is too long to be compared" };
  const tokens = tokensOf(text);
  if (!tokens) return { kind: "wrong", why: "it has a sign that the rule language does not know" };
  const reader: Reader = { tokens, at: 0 };
  const expression = alternatives(reader, 0);
  if (!expression || reader.at < tokens.length)
    return { kind: "wrong", why: "it is not an expression of the rule language" };
  return expression;
}

type Token = { readonly kind: "sign" | "word" | "text"; readonly text: string };

// One pattern, tried at each position in turn: it takes linear time. Strings are Go's: raw in backticks, or quoted.
const token = /\s*(?:(&&|\|\||[!(),])|([A-Za-z]\w*)|`([^`]*)`|"((?:[^"\\]|\\.)*)"|'([^']*)')/y;

function tokensOf(text: string): readonly Token[] | undefined {
  const tokens: Token[] = [];
  const end = text.trimEnd().length;
  token.lastIndex = 0;
  while (token.lastIndex < end) {
    const found = token.exec(text);
    if (!found) return undefined;
    const [, sign, word, raw, quoted, single] = found;
    if (sign !== undefined) tokens.push({ kind: "sign", text: sign });
    else if (word !== undefined) tokens.push({ kind: "word", text: word });
    else tokens.push({ kind: "text", text: raw ?? single ?? (quoted ?? "").replace(/\\(.)/g, "$1") });
  }
  return tokens;
}

interface Reader {
  readonly tokens: readonly Token[];
  at: number;
}

function peek(reader: Reader): Token | undefined {
  return reader.tokens[reader.at];
}

function accept(reader: Reader, sign: string): boolean {
  const next = peek(reader);
  if (next?.kind !== "sign" || next.text !== sign) return false;
  reader.at++;
  return true;
}

function alternatives(reader: Reader, depth: number): RuleExpression | undefined {
  return chain(reader, "||", "or", () => chain(reader, "&&", "and", () => factor(reader, depth)));
}

function chain(
  reader: Reader,
  sign: string,
  kind: "and" | "or",
  part: () => RuleExpression | undefined,
): RuleExpression | undefined {
  const parts: RuleExpression[] = [];
  do {
    const next = part();
    if (!next) return undefined;
    parts.push(next);
  } while (accept(reader, sign));
  const [first] = parts;
  return parts.length === 1 ? first : { kind, parts };
}

function factor(reader: Reader, depth: number): RuleExpression | undefined {
  if (depth > deepest) return undefined;
  if (accept(reader, "!")) {
    const part = factor(reader, depth + 1);
    return part && { kind: "not", part };
  }
  if (accept(reader, "(")) {
    const inner = alternatives(reader, depth + 1);
    return inner && accept(reader, ")") ? inner : undefined;
  }
  return matcher(reader);
}

function matcher(reader: Reader): RuleExpression | undefined {
  const name = peek(reader);
  if (name?.kind !== "word") return undefined;
  reader.at++;
  if (!accept(reader, "(")) return undefined;
  const values: string[] = [];
  while (!accept(reader, ")")) {
    if (values.length > 0 && !accept(reader, ",")) return undefined;
    const value = peek(reader);
    if (value?.kind !== "text") return undefined;
    values.push(value.text);
    reader.at++;
  }
  return { kind: "matcher", name: name.text, values };
}
