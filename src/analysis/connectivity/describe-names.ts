/** A text from a manifest for a sentence: in backticks, and cut where it is longer than names are. */
export function quoted(text: string): string {
  const short = text.length > mostLetters ? `${text.slice(0, mostLetters)}…` : text;
  return `\`${short.replaceAll("`", "'")}\``;
}

const mostLetters = 80;

/** "a", "a and b", "a, b and c", "a, b and 5 more"; `and` may be "or". */
export function listed(items: readonly string[], most = 3, and = "and"): string {
  if (items.length > most + 1) return `${items.slice(0, most).join(", ")} and ${items.length - most} more`;
  const last = items.at(-1) ?? "";
  return items.length < 2 ? last : `${items.slice(0, -1).join(", ")} ${and} ${last}`;
}

/** Whether a namespace is only known by the directory of the manifests that name none (`namespace-of.ts`). */
export function isUnnamed(namespace: string): boolean {
  return namespace.startsWith("(");
}
