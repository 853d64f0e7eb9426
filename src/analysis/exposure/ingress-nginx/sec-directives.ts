/** A directive of ModSecurity's language: its name, its arguments without quotes, and its text in one line. */
export interface SecDirective {
  readonly name: string;
  readonly args: readonly string[];
  readonly text: string;
}

/** The directives of ModSecurity rules, one a line; a backslash at the end of a line continues it, `#` starts a comment. */
export function secDirectives(text: string): readonly SecDirective[] {
  return text
    .replaceAll(/\\\r?\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [name = "", ...args] = wordsOf(line);
      return { name, args, text: line.replaceAll(/\s+/g, " ") };
    });
}

function wordsOf(line: string): string[] {
  const words = line.matchAll(/"((?:[^"\\]|\\.)*)"?|'((?:[^'\\]|\\.)*)'?|([^\s"']+)/gs);
  return [...words].map(([, double, single, plain]) => double ?? single ?? plain ?? "");
}
