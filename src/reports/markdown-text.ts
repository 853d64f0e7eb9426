import { shortened, visibleText } from "./visible-text.ts";

/**
 * Untrusted prose as GitHub Markdown that can only be read, never act. Plain words stay; everything else (a host, a path, a
 * mention, an issue reference, a hash, a link, a tag) becomes a code span, in which GitHub resolves and renders nothing.
 * `` `code` `` in the text stays code. One line; safe in paragraphs, headings, list items and table cells.
 */
export function markdownProse(text: string, max = 600): string {
  const prose = partsOf(text, max).map((part) => (part.code ? codeSpan(part.text) : part.text));
  // "1. apples" at the start of a line would become a list.
  return prose.join("").replace(/^(\d+)([.)])/, "$1\\$2");
}

/** The same for the inside of an HTML element such as `<summary>`, where Markdown is not read. */
export function htmlProse(text: string, max = 600): string {
  return partsOf(text, max)
    .map((part) => (part.code ? htmlCode(part.text, /[!-,;-@[-`{-~]/g) : part.text))
    .join("");
}

/** Untrusted text as inline code. */
export function codeSpan(text: string, max = 300): string {
  const content = visibleText(text, max);
  if (content.trim() === "") return content === "" ? "(empty)" : "(spaces)";
  // A cell of a table ends at a pipe even inside backticks; and nobody shall find a forged marker in our text.
  if (/\||<!--|-->/.test(content)) return htmlCode(content);
  const fence = "`".repeat(longestRun(content) + 1);
  const pad = /^[` ]|[` ]$/.test(content) ? " " : "";
  return `${fence}${pad}${content}${pad}${fence}`;
}

/** Untrusted lines as a code block; `language` is ours. */
export function codeBlock(lines: readonly string[], language = ""): string {
  const shown = lines.map((line) => visibleText(line.replaceAll("\t", "    "), 400));
  if (shown.some((line) => /<!--|-->/.test(line))) return shown.map((line) => htmlCode(line)).join("<br>\n");
  const fence = "`".repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
  return [`${fence}${language}`, ...shown, fence].join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
}

interface Part {
  readonly code: boolean;
  readonly text: string;
}

function partsOf(text: string, max: number): Part[] {
  // With two groups, split() yields text, fence, code, text, fence, code, …
  const pieces = shortenedProse(text, max)
    .trim()
    .split(/(`+)(?!`)([^`]+)\1(?!`)/);
  const parts = pieces.flatMap((piece, index): Part[] => {
    if (index % 3 === 0) return piece.split(/(\s+)/).flatMap(wordParts);
    return index % 3 === 2 ? [{ code: true, text: piece.trim() }] : [];
  });
  // Backticks of neighbours would join into a longer fence.
  return parts.flatMap((part, index) => (part.code && parts[index - 1]?.code ? [space, part] : [part]));
}

/** A cut inside of a code span would leave a backtick without its partner: the span goes as a whole, or is closed if it is most of the text. */
function shortenedProse(text: string, max: number): string {
  const cut = shortened(text, max);
  const isInSpan = cut !== text && cut.split("`").length % 2 === 0;
  if (!isInSpan) return cut;
  const start = cut.lastIndexOf("`");
  return start > max / 2 ? `${cut.slice(0, start).trimEnd()}…` : `${cut}\``;
}

const space: Part = { code: false, text: " " };

/** A word and the punctuation of its sentence around it; what is not plainly a word of a language becomes code. */
function wordParts(word: string): Part[] {
  if (word === "") return [];
  if (word.trim() === "") return [space];
  const [, open = "", core = "", close = ""] = /^([("']*)(.*?)([)"'.,;:!?…]*)$/su.exec(word) ?? [];
  if (core === "→") return [{ code: false, text: word }];
  if (core === "") return [{ code: !/^(?:[()"'.,;!?…]+|:)$/.test(word), text: word }];
  const parts = [
    { code: false, text: open },
    { code: !isPlainWord(core), text: core },
    { code: false, text: close },
  ];
  return parts.filter((part) => part.text !== "");
}

function isPlainWord(core: string): boolean {
  if (visibleText(core) !== core) return false;
  // GitHub makes links of commit hashes and of GH-123.
  if (/(^|[^0-9a-z])[0-9a-f]{7,}([^0-9a-z]|$)/i.test(core) || /gh-\d/i.test(core)) return false;
  return /^[\p{L}\p{N}][\p{L}\p{M}\p{N}'’-]*$/u.test(core);
}

/** Every character but letters and digits as an entity, so that neither HTML nor Markdown nor a table takes it for markup. */
function htmlCode(text: string, special = /[!-/:-@[-`{-~]/g): string {
  const entities = visibleText(text).replace(special, (character) => `&#${character.charCodeAt(0)};`);
  return `<code>${entities}</code>`;
}
