import ignore, { type Ignore } from "ignore";
import type { PlacedMessage } from "./policy-text.ts";

/** Who owns a file: `@login`, `@org/team` or an address, as written. An empty list takes ownership away. */
export interface Ownership {
  readonly owners: readonly string[];
  /** Line of CODEOWNERS that decides. */
  readonly line: number;
}

export interface Codeowners {
  /** Undefined where no line matches. */
  ownersOf(path: string): Ownership | undefined;
  /** Lines that GitHub skips, and so do we. */
  readonly problems: readonly PlacedMessage[];
}

// GitHub does not load a larger file.
const maxCharacters = 3 * 1024 * 1024;

/**
 * Reads CODEOWNERS as GitHub documents it: patterns as in .gitignore except that `!` and `[ ]` do not work, a backslash
 * does not escape `#`, letters are case-sensitive and `folder/*` does not reach into folders below; the last match wins.
 */
export function parseCodeowners(text: string): Codeowners {
  if (text.length > maxCharacters) {
    const message = "CODEOWNERS is larger than 3 MB: nothing of it applies";
    return { ownersOf: () => undefined, problems: [{ line: 1, column: 1, message }] };
  }
  const entries: Entry[] = [];
  const problems: PlacedMessage[] = [];
  for (const [index, line] of text.split(/\r\n|\n|\r/).entries()) {
    const read = readLine(line, index + 1);
    if (typeof read === "string") problems.push({ line: index + 1, column: 1, message: read });
    else if (read) entries.push(read);
  }
  return { ownersOf: (path) => entries.findLast((entry) => entry.matches(path)), problems };
}

interface Entry extends Ownership {
  matches(path: string): boolean;
}

/** An entry, the problem of the line, or undefined for a line that says nothing. */
function readLine(line: string, number: number): Entry | string | undefined {
  const words = line.match(/(?:\\.|\S)+/g) ?? [];
  const [pattern, ...rest] = words;
  if (pattern === undefined || pattern.startsWith("#")) return undefined;
  if (pattern.startsWith("!")) return "a pattern cannot start with `!`";
  if (/[[\]]/.test(pattern)) return "a pattern cannot hold `[` or `]`";
  if (pattern.startsWith("\\#")) return "`#` cannot be escaped at the start of a pattern";
  const comment = rest.findIndex((word) => word.startsWith("#"));
  const owners = comment < 0 ? rest : rest.slice(0, comment);
  const wrong = owners.find((owner) => !isOwner(owner));
  if (wrong !== undefined) return `\`${wrong}\` is not an owner: write @user, @organisation/team or an e-mail address`;
  return { owners, line: number, matches: matcherOf(pattern) };
}

function isOwner(word: string): boolean {
  return /^@[A-Za-z0-9][\w-]*(\/[\w.-]+)?$/.test(word) || /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(word);
}

function matcherOf(pattern: string): (path: string) => boolean {
  const rules: Ignore = ignore({ ignorecase: false, allowRelativePaths: true }).add({ pattern });
  if (!pattern.endsWith("/*")) return (path) => rules.ignores(path);
  // In .gitignore a matched folder takes its content along; here `docs/*` owns only the files right inside docs.
  return (path) => rules.ignores(path) && !rules.ignores(`${path.slice(0, path.lastIndexOf("/") + 1)}`);
}
