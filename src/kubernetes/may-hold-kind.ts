import { isProtectedKindName, kindNames, relevantTexts, workloadNames } from "./kinds.ts";

/**
 * Whether a document could be an object of a kind in kinds.ts that is worth parsing. A cheap search before the expensive parse.
 * It answers false only where no YAML reader could find such a kind: whatever is unusual is parsed.
 */
export function mayHoldKind(document: string): boolean {
  if (canSpellKindUnseen(document)) return true;
  return hasKindWord(document) && (!isPlainlyAnotherKind(document, isWorthParsing) || mayCarryObjects(document));
}

/** Whether an object of a kind that is on no list may carry others. The definitions of kinds name them, and carry none. */
function mayCarryObjects(document: string): boolean {
  const kind = /^kind:[ \t]+([A-Za-z]+)/m.exec(document)?.[1];
  if (kind === undefined || kind === "CustomResourceDefinition" || kindNames.has(kind)) return false;
  return seemsToHold(document).length > 0;
}

/** Whether a document that passes `mayHoldKind` by could be a workload all the same. */
export function mayHoldWorkload(document: string): boolean {
  return workloadWord.test(document) && !isPlainlyAnotherKind(document, (kind) => workloadNames.has(kind));
}

/** The same for a whole file: false means that no document of it needs a look. */
export function fileMayHoldKind(text: string): boolean {
  return hasKindWord(text) || canSpellKindUnseen(text);
}

/** Whether some document of a file that passes `fileMayHoldKind` by could be a workload. */
export function fileMayHoldWorkload(text: string): boolean {
  return workloadWord.test(text);
}

function hasKindWord(text: string): boolean {
  return (
    kindWord.test(text) ||
    relevantTexts.some((common, index) => commonWords[index]?.test(text) && common.text.test(text))
  );
}

/**
 * Whether a template may make objects of protected kinds, or parts of them: it says a kind, or has fields of rights and of
 * policies, which a library merges into objects that others declare.
 */
export function mayMakeObjects(template: string): boolean {
  return kindOrPart.test(template);
}

const kindOrPart = /\b(?:kind|apiGroups|roleRef|podSelector|network_?polic(?:y|ies))["']?\s*\+?:/i;

/** Protected kinds that a text which cannot be read seems to hold: every `kind: X`, wherever it stands. */
export function seemsToHold(text: string): readonly string[] {
  const found = new Set<string>();
  for (const [, word] of text.matchAll(kindSomewhere)) {
    const kind = word?.replace(/List$/, "") ?? "";
    if (isProtectedKindName(kind)) found.add(kind);
  }
  return [...found].sort();
}

// Anchors and tags are consumed whether a word follows or not, so that no other search begins in them; the word is not.
const kindSomewhere = /kind\\?["']?\s*:\s*(?:[&!]\S*(?:\s+|$))*(?:(?=\\?["']?([A-Za-z]+))|)/g;

// No boundary after the word: `IngressList` holds Ingress objects too.
const kindWord = wordsOf([...kindNames].filter((kind) => !relevantTexts.some(({ kinds }) => kinds.has(kind))));
const commonWords = relevantTexts.map(({ kinds }) => wordsOf([...kinds]));
const workloadWord = wordsOf([...workloadNames]);

function wordsOf(kinds: readonly string[]): RegExp {
  return new RegExp(`\\b(?:${[...kinds].sort().join("|")})`);
}

function canSpellKindUnseen(text: string): boolean {
  return unseenSpellings.some((pattern) => pattern.test(text));
}

// Every pattern takes linear time: the text is the attacker's.
const unseenSpellings = [
  // Escapes and escaped line breaks of double-quoted scalars can spell a kind without its word in the text.
  /\\(?:[xuU]|\r?\n|\r)/,
  // `!!binary` is decoded by the reader, and a %TAG directive can rename it.
  /!!binary|!<|^%TAG/m,
  // A kind that is filled in later: Flux substitution, templates, SOPS.
  // Before it may stand an anchor, a tag and the head of a block scalar; a longer one than anybody writes is looked at.
  /kind["']?\s*:\s*(?:[&!>|]\S{0,100}\s+){0,3}(?:["']?[^\s"']{0,100}(?:\$[{A-Z_]|\{[{%]|<%|\[\[|ENC\[)|[&!]\S{101})/,
  /kind["']?\s*:\s*\*/,
];

/**
 * Whether the text is a block mapping whose own, single, plainly written `kind` names something that is not wanted.
 * If every line at column 0 is a plain key, a list item or a comment, the root mapping's keys all stand at column 0,
 * none of them can be an alias, a merge or a quoted `kind`, and so nothing but that line can give the object its kind.
 */
function isPlainlyAnotherKind(document: string, isWanted: (kind: string, document: string) => boolean): boolean {
  if (otherLineBreak.test(document) || unusualLine.test(document)) return false;
  const kinds = document.match(kindLine) ?? [];
  if (kinds.length > 1 || itemsLine.test(document)) return false;
  const kind = /^kind:[ \t]+([A-Za-z]+)[ \t]*(?:#[^\n]*)?\r?$/.exec(kinds[0] ?? "")?.[1];
  if (kinds.length === 1 && kind === undefined) return false;
  if (kind?.endsWith("List")) return false;
  return firstLineIsKey.test(document) && (kind === undefined || !isWanted(kind, document));
}

function isWorthParsing(kind: string, document: string): boolean {
  return kindNames.has(kind) && relevantTexts.every(({ kinds, text }) => !kinds.has(kind) || text.test(document));
}

/** Line breaks that some YAML readers honour and others do not. */
export const otherLineBreak = /\r(?!\n)|[\u0085\u2028\u2029]/;
const kindLine = /^kind:[^\n]*$/gm;
const itemsLine = /^items:/m;
const unusualLine = /^(?![A-Za-z][\w.-]*:(?:[ \t\r\n]|$)|[ \t\r\n#]|- |-\r?$|---(?:[ \t]*(?:#[^\n]*)?)?\r?$|$)/m;
// A carriage return must belong to the line break alone: two readings of each comment would be 2ⁿ of them all.
const firstLineIsKey = /^\ufeff?(?:(?:---)?[ \t]*(?:#[^\r\n]*)?\r?\n)*[A-Za-z]/;
