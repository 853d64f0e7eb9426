/**
 * The text without the characters of one kind at its end. An expression such as `/x+$/` would try every run of the character
 * anew, which takes minutes for a long value that an attacker wrote.
 */
export function withoutTrailing(text: string, character: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === character) end--;
  return text.slice(0, end);
}
