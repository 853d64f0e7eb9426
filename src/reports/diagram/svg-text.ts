import { visibleText } from "../visible-text.ts";

/** Untrusted text for the inside of an element or a quoted attribute of XML. No character is left that XML 1.0 refuses. */
export function xmlText(text: string, max = 2000): string {
  return visibleText(text, max).replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
