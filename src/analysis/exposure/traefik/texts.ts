import { mergedTexts } from "../field-settings.ts";

/** Several collections of texts as one, sorted by key. Of objects with the same field every value counts. */
export function joinedTexts(...all: readonly Readonly<Record<string, string>>[]): Readonly<Record<string, string>> {
  const joined = new Map<string, string>();
  for (const texts of all)
    for (const [key, text] of Object.entries(texts))
      joined.set(key, joined.has(key) ? `${joined.get(key)}, ${text}` : text);
  return mergedTexts(Object.fromEntries(joined));
}
