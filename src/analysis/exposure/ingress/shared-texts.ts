import { createHash } from "node:crypto";

type Texts = Readonly<Record<string, string>>;

/**
 * Texts of one object that thousands of routes may carry, in a size that does not multiply: very many become one, and very long
 * ones their beginning with a digest, which still differs where they differ.
 */
export function sharedTexts(texts: Texts, nameOfAll: string): Texts {
  const entries = Object.entries(texts);
  if (entries.length > mostEntries) return { [nameOfAll]: shortened(JSON.stringify(entries)) };
  return Object.fromEntries(entries.map(([key, text]) => [key, shortened(text)]));
}

const mostEntries = 100;
const longestText = 4000;

export function shortened(text: string): string {
  if (text.length <= longestText) return text;
  const digest = createHash("sha256").update(text, "utf8").digest("hex").slice(0, 24);
  return `${text.slice(0, 1000)}… (${text.length} characters, ${digest})`;
}
