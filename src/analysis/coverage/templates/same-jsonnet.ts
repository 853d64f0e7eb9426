/**
 * Whether two texts of Jsonnet are one program for its parser: comments, white space, quotes of strings and of keys, and a comma
 * behind the last entry are for people. A text that does not fit the lexical rules is like no other.
 */
export function sameJsonnet(before: string, after: string): boolean {
  if (Math.max(before.length, after.length) > longest) return false;
  const [one, other] = [before, after].map(tokensOf);
  if (!one || !other || one.length !== other.length) return false;
  return one.every((token, at) => token === other[at]);
}

/** The longest string that is matched at once has a limit; programs that people lay out are shorter by far. */
const longest = 1_000_000;

/** Lexical rules: jsonnet.org/ref/spec.html#lexing. */
const token = new RegExp(
  [
    String.raw`(?<blank>\s+|//[^\n]*|#[^\n]*|/\*[^*]*\*+(?:[^/*][^*]*\*+)*/)`,
    // A comment without an end, which would be looked for once per word.
    String.raw`(?<endless>/\*)`,
    String.raw`(?<block>\|\|\|-?[ \t]*\n)`,
    `(?<verbatim>@"[^"]*(?:""[^"]*)*"|@'[^']*(?:''[^']*)*')`,
    String.raw`(?<text>"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^'\\]*(?:\\[\s\S][^'\\]*)*')`,
    String.raw`(?<word>[A-Za-z_]\w*|\d[\w.]*(?:(?<=[eE])[-+]\d+)?)`,
    String.raw`(?<sign>[{}[\](),.;]|[!$:~+\-&|^=<>*/%]+)`,
  ].join("|"),
  "y",
);

function tokensOf(text: string): readonly string[] | undefined {
  const tokens: string[] = [];
  const add = (next: string) => {
    if (tokens.at(-1) === "," && closing.has(next)) tokens.pop();
    if (opensValue.test(next)) unquoteKey(tokens);
    tokens.push(next);
  };
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const groups = token.exec(text)?.groups;
    if (!groups || groups.endless !== undefined) return undefined;
    at = token.lastIndex;
    if (groups.block !== undefined) {
      const block = blockFrom(text, at);
      if (!block) return undefined;
      add(`||| ${groups.block.trim()} ${block.content}`);
      at = block.end;
    } else if (groups.text !== undefined) add(`' ${unquoted(groups.text)}`);
    else if (groups.blank === undefined) add(groups.verbatim ?? groups.word ?? groups.sign ?? "");
  }
  return tokens;
}

const closing = new Set(["}", "]", ")"]);

const opensValue = /^\+?:+$/;

/** A quoted key is the same as a bare one, where it could stand bare. */
function unquoteKey(tokens: string[]): void {
  const key = /^' ([A-Za-z_]\w*)$/.exec(tokens.at(-1) ?? "")?.[1];
  const isKey = ["{", ","].includes(tokens.at(-2) ?? "");
  if (key !== undefined && isKey && !keywords.has(key)) tokens[tokens.length - 1] = key;
}

const keywords = new Set(
  "assert else error false for function if import importstr importbin in local null tailstrict then self super true".split(
    " ",
  ),
);

/** The content of a string without the escapes that only its quotes ask for. */
function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\([\s\S])/g, (whole, character) => (/["']/.test(character) ? character : whole));
}

/** A text block ends with the first line that is indented less than its first one. */
function blockFrom(text: string, start: number): { readonly content: string; readonly end: number } | undefined {
  const blank = /^\n*/.exec(text.slice(start, start + 1000))?.[0] ?? "";
  const indent = /^[ \t]+/.exec(text.slice(start + blank.length, start + blank.length + 1000))?.[0];
  if (indent === undefined) return undefined;
  const lines: string[] = [];
  let at = start;
  while (at < text.length) {
    const end = text.indexOf("\n", at);
    const line = text.slice(at, end < 0 ? text.length : end);
    const isInside = line === "" || line.startsWith(indent);
    if (!isInside) {
      const mark = /^[ \t]*\|\|\|/.exec(line)?.[0];
      return mark === undefined ? undefined : { content: lines.join("\n"), end: at + mark.length };
    }
    lines.push(line.slice(indent.length));
    if (end < 0) return undefined;
    at = end + 1;
  }
  return undefined;
}
