/** A list of a report that may be cut between two items. Every text ends with a line break. */
export interface Section {
  readonly open: string;
  readonly items: readonly string[];
  readonly close: string;
  /** What the list says about the items that did not fit, or that it does not show. */
  readonly omitted: (count: number) => string;
  /** Never shows more than this many. */
  readonly limit?: number;
  /** Lists with a lower number get room first. */
  readonly priority: number;
}

/**
 * Joins texts and lists to at most `maxBytes` of UTF-8, as long as the fixed texts alone fit. Cuts only between items, so
 * that no markup stays open, and says how many are missing. Empty lists disappear with their headings.
 */
export function fitSections(parts: readonly (string | Section)[], maxBytes: number): string {
  const shown = parts.filter((part) => typeof part === "string" || part.items.length > 0);
  const sections = shown.filter((part): part is Section => typeof part !== "string");
  let room = maxBytes - shown.reduce((sum, part) => sum + fixedBytes(part), 0);
  const kept = new Map<Section, number>();
  for (const section of sections.toSorted((a, b) => a.priority - b.priority)) {
    const fit = itemsThatFit(section, room);
    kept.set(section, fit.count);
    room -= fit.bytes;
  }
  return shown.map((part) => (typeof part === "string" ? part : sectionText(part, kept.get(part) ?? 0))).join("");
}

/** Room for the note is set aside always: whether it is needed shows only when the list is full. */
function fixedBytes(part: string | Section): number {
  if (typeof part === "string") return byteLength(part);
  return byteLength(part.open + part.close + part.omitted(part.items.length));
}

function itemsThatFit(section: Section, room: number): { count: number; bytes: number } {
  let bytes = 0;
  const items = section.items.slice(0, section.limit);
  for (const [count, item] of items.entries()) {
    const next = bytes + byteLength(item);
    if (next > room) return { count, bytes };
    bytes = next;
  }
  return { count: items.length, bytes };
}

function sectionText(section: Section, kept: number): string {
  const missing = section.items.length - kept;
  return (
    section.open + section.items.slice(0, kept).join("") + (missing > 0 ? section.omitted(missing) : "") + section.close
  );
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, "utf8");
}
