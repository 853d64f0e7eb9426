/**
 * A text without the comments of Go templates and of Jinja. The line breaks in them stay, so that lines keep their
 * numbers. Takes linear time: a comment that never ends is searched for its end once.
 */
export function withoutTemplateComments(text: string): string {
  const parts: string[] = [];
  const endless = new Set<string>();
  let from = 0;
  for (const opening of text.matchAll(/\{\{-?[ \t]{0,20}\/\*|\{#/g)) {
    if (opening.index < from) continue;
    const closing = opening[0] === "{#" ? "#}" : "*/";
    if (endless.has(closing)) continue;
    const end = endOfComment(text, opening.index + opening[0].length, closing);
    if (end === undefined) {
      endless.add(closing);
      continue;
    }
    parts.push(text.slice(from, opening.index), text.slice(opening.index, end).replace(/[^\n]/g, ""));
    from = end;
  }
  return parts.length === 0 ? text : parts.join("") + text.slice(from);
}

/** Behind the comment and, in a Go template, behind the action that it is all of. */
function endOfComment(text: string, start: number, closing: string): number | undefined {
  const at = text.indexOf(closing, start);
  if (at < 0) return undefined;
  const end = at + closing.length;
  return closing === "#}" ? end : end + (/^[ \t]{0,20}-?\}\}/.exec(text.slice(end, end + 25))?.[0].length ?? 0);
}
