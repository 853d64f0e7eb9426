import { matchesWildcard } from "../../wildcard.ts";

/** An entry of a list that allows what fits it: each field is a pattern, `*` is everything. */
export type Entry = readonly string[];

/** With more pairs than that, only equal entries and those of stars alone are taken for one another. */
const maxPairs = 1_000_000;

/** The entries of `to` that allow something which no entry of `from` does. A field in `paths` has stars that end at a slash. */
export function newEntries(from: readonly Entry[], to: readonly Entry[], paths = false): readonly Entry[] {
  const known = new Set(from.map((entry) => JSON.stringify(entry)));
  const added = new Map(to.map((entry) => [JSON.stringify(entry), entry]));
  for (const key of known) added.delete(key);
  const patterns = from.filter((entry) => entry.some((field) => field.includes("*")));
  const tried =
    patterns.length * added.size > maxPairs
      ? patterns.filter((entry) => entry.every((field) => field === "*"))
      : patterns;
  return [...added.values()].filter((entry) => !tried.some((pattern) => covers(pattern, entry, paths)));
}

function covers(pattern: Entry, entry: Entry, paths: boolean): boolean {
  return (
    pattern.length === entry.length && pattern.every((field, index) => coversField(field, entry[index] ?? "", paths))
  );
}

function coversField(pattern: string, text: string, paths: boolean): boolean {
  if (pattern === "*" || pattern === text) return true;
  // Other signs of a glob are not read: such a pattern covers what is equal to it.
  if (/[?[\]{}\\]/.test(pattern) || !matchesWildcard(pattern, text)) return false;
  return !paths || (!text.includes("*") && slashes(pattern) === slashes(text));
}

function slashes(text: string): number {
  return text.split("/").length;
}
