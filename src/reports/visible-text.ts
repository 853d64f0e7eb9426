/**
 * Untrusted text as one line that shows everything it contains: control, invisible and direction-changing characters become
 * `\u{202e}`, white space other than the plain space too (line breaks as `\n`, tabs as `\t`). At most `max` characters of
 * the text, then `…`.
 */
export function visibleText(text: string, max = 1000): string {
  // GitHub's runner takes `##[command]` anywhere in a line of a log for a command of the workflow.
  return shortened(text, max).replace(hidden, reveal).replaceAll("##[", "##\\u{5b}");
}

/** The first `max` UTF-16 units of the text, the last of them an ellipsis where something is missing. */
export function shortened(text: string, max: number): string {
  if (text.length <= max) return text;
  return `${text.slice(0, max - 1).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/**
 * C: control (ANSI escapes), format (bidi overrides, zero width), lone surrogates, private use and unassigned characters.
 * Default_Ignorable: letters and marks that nobody sees, such as the Hangul fillers. Z: every space but the plain one.
 */
const hidden = /[\p{C}\p{Default_Ignorable_Code_Point}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu;

function reveal(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\r") return "\\r";
  if (character === "\t") return "\\t";
  return `\\u{${character.codePointAt(0)?.toString(16)}}`;
}
