/**
 * JSON, indented, with a line break at the end, in which nothing can act on a terminal or a log: control, invisible and
 * direction-changing characters are `\u` escapes, and so is what GitHub's runner takes for a command. Same value, same text.
 */
export function safeJson(value: unknown): string {
  const text = JSON.stringify(value, null, 2).replaceAll("##[", "#\\u0023[");
  return `${text.replace(/[\u007f-\u009f]|[\p{Cf}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, escaped)}\n`;
}

function escaped(character: string): string {
  const units = Array.from({ length: character.length }, (_, index) => character.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`).join("");
}
