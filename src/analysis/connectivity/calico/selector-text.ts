/** The signs and words of a selector; undefined if it is too long, or has something that is none. */
export function selectorTokens(text: string): readonly Token[] | undefined {
  if (text.length > longestSelector) return undefined;
  const tokens: Token[] = [];
  for (let position = 0; position < text.length; ) {
    const token = tokenAt(text, position);
    if (!token) return undefined;
    position += token.length;
    if (token.kind !== "space") tokens.push({ kind: token.kind, text: token.text });
  }
  return tokens.length > mostTokens ? undefined : tokens;
}

export interface Token {
  readonly kind: "sign" | "word" | "text";
  /** Of a text, what stands between its quotes. */
  readonly text: string;
}

const longestSelector = 20_000;
const mostTokens = 2000;

const signs = ["&&", "||", "==", "!=", "!", "(", ")", "{", "}", ","];

interface FoundToken {
  readonly kind: Token["kind"] | "space";
  readonly text: string;
  readonly length: number;
}

function tokenAt(text: string, position: number): FoundToken | undefined {
  const first = text.charAt(position);
  if (/\s/.test(first)) return { kind: "space", text: first, length: 1 };
  if (first === "'" || first === '"') {
    const end = text.indexOf(first, position + 1);
    return end < 0 ? undefined : { kind: "text", text: text.slice(position + 1, end), length: end + 1 - position };
  }
  const sign = signs.find((one) => text.startsWith(one, position));
  if (sign) return { kind: "sign", text: sign, length: sign.length };
  let end = position;
  while (end < text.length && /[A-Za-z0-9_./-]/.test(text.charAt(end))) end++;
  return end === position ? undefined : { kind: "word", text: text.slice(position, end), length: end - position };
}
