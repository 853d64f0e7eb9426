import { visibleText } from "../visible-text.ts";

/**
 * Untrusted text for the inside of a quoted label of Mermaid. Everything but letters, digits and harmless signs becomes an entity
 * code (mermaid.js.org, "Entity codes to escape characters"): quotes and brackets end nothing, and neither `%%{`, `click` nor a tag
 * is found in it.
 */
export function mermaidText(text: string, max = 60): string {
  return visibleText(text, max).replace(/:(?! )|[^\p{L}\p{N} :.,/()*=→…_–-]/gu, entity);
}

function entity(character: string): string {
  return `#${character.codePointAt(0)};`;
}
