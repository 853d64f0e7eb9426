/** The two states that an example's diff describes: text by path. A file without lines on one side does not exist there. */
export interface ExampleFiles {
  readonly before: Readonly<Record<string, string>>;
  readonly after: Readonly<Record<string, string>>;
}

const defaultFile = "manifest.yaml";

/**
 * Reads a diff as rules write it: lines start with ` `, `+` or `-`, a line `@@ path` starts a file.
 * Throws on any other line, because a typing error in an example must not look like a near miss.
 */
export function filesOfExample(diff: string): ExampleFiles {
  const before: Record<string, string> = {};
  const after: Record<string, string> = {};
  let file = defaultFile;
  for (const line of textOfExample(diff).split("\n")) {
    const text = `${line.slice(1)}\n`;
    if (line.startsWith("@@ ")) file = line.slice(3).trim();
    else if (line === "" || line.startsWith(" ")) add(file, line === "" ? "\n" : text, before, after);
    else if (line.startsWith("-")) add(file, text, before);
    else if (line.startsWith("+")) add(file, text, after);
    else throw new Error(`a line of an example starts with " ", "+", "-" or "@@ ": ${JSON.stringify(line)}`);
  }
  return { before, after };
}

/** The diff without the indentation of the template literal and without its first and last empty line. */
export function textOfExample(diff: string): string {
  const lines = diff
    .replace(/^[ \t]*\n/, "")
    .replace(/\n[ \t]*$/, "")
    .split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent).trimEnd()).join("\n");
}

function add(file: string, text: string, ...sides: Record<string, string>[]): void {
  for (const side of sides) side[file] = (side[file] ?? "") + text;
}
