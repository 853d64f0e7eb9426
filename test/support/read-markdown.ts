/**
 * What remains of GitHub Markdown when its code (blocks, spans, `<code>` elements) is taken out, by the rules of CommonMark
 * §6.1: a span ends at the next run of as many backticks. Only what remains can act: mention, link, render, close a tag.
 */
export function withoutCode(markdown: string): string {
  const blocks = markdown.replace(/^(`{3,})[a-z]*\n[\s\S]*?\n\1$/gm, "");
  const spans = blocks.replace(/(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, "");
  return spans.replace(/<code>[^<>]*<\/code>/g, "");
}

/** The HTML tags and comments that a browser would see in the Markdown, in order. */
export function tagsOf(markdown: string): string[] {
  return [...withoutCode(markdown).matchAll(/<[^>]*>/g)].map(([tag]) => tag);
}
