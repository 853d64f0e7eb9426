/** Columns that a text takes on a terminal: East Asian wide characters and emoji take two, combining marks none. */
export function textWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (character < "\u0300") return 1;
  if (/\p{M}/u.test(character)) return 0;
  return wide.test(character) ? 2 : 1;
}

/** Good enough for alignment: Unicode gives scripts, not widths, to regular expressions. */
const wide =
  /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]/u;

/** The longest start of the text that takes at most `width` columns. */
export function startOf(text: string, width: number): string {
  let used = 0;
  let start = "";
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) return start;
    start += character;
  }
  return start;
}

/** Lines of at most `width` columns, broken at spaces where there are any. The text is made visible before it comes here. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ").flatMap((one) => piecesOf(one, width))) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (textWidth(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  lines.push(line);
  // A line that starts with `::`, even behind spaces, is a command to GitHub's runner when it lands in a workflow log.
  return lines.map((one, index) => (index > 0 && one.trimStart().startsWith("::") ? `↪ ${one}` : one));
}

function piecesOf(word: string, width: number): string[] {
  const pieces: string[] = [];
  let rest = word;
  while (textWidth(rest) > width) {
    const piece = startOf(rest, width) || String.fromCodePoint(rest.codePointAt(0) ?? 32);
    pieces.push(piece);
    rest = rest.slice(piece.length);
  }
  return [...pieces, rest];
}
