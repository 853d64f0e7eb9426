import { grouped } from "../../analysis/exposure/grouped.ts";
import type { InventoryRow } from "../../analysis/inventory/inventory-row.ts";
import { counted } from "../wording.ts";
import type { OwnedRow } from "./inventory.ts";
import { namespaceText, type Words } from "./row-words.ts";
import { wordsOf } from "./words.ts";

/** Rows that a reader takes in at one glance: what they have in common, then each of them. Untrusted text. */
export interface Block {
  /** See `Words.kind`. */
  readonly kind: string;
  readonly title: string;
  readonly lines: readonly string[];
  readonly items: readonly Item[];
}

export interface Item {
  readonly owned: OwnedRow;
  /** What tells it from the others of the block; empty where the title says it. */
  readonly title: string;
  readonly lines: readonly string[];
}

interface Told {
  readonly owned: OwnedRow;
  readonly words: Words;
}

/** The rows of one section in blocks; a block stands where the first of its rows stood. */
export function blocksOf(section: InventoryRow["section"], rows: readonly OwnedRow[]): readonly Block[] {
  const told = rows.filter(({ row }) => row.section === section).map((owned) => ({ owned, words: wordsOf(owned.row) }));
  return [...grouped(told, (one) => JSON.stringify(sharedBy(one))).values()].map(blockOf);
}

/** What the rows of a block have in common. */
function sharedBy({ owned: { row }, words }: Told): readonly string[] {
  const { kind, subject, what, where, detail } = words;
  switch (row.section) {
    case "exposure":
      return [where];
    case "access":
      return [subject, what, detail];
    case "connectivity":
      return row.state === "not-isolated" ? [row.state, row.direction] : [row.namespace];
    case "gap":
      return row.gap === "not-understood" ? [kind, row.object.split(" ", 1)[0] ?? "", what] : [kind, what];
  }
}

function blockOf(told: readonly Told[]): Block {
  const [first] = told as readonly [Told, ...Told[]];
  const { row } = first.owned;
  const { kind, subject, what, where, detail } = first.words;
  switch (row.section) {
    case "exposure":
      return {
        kind,
        title: `from ${where}`,
        lines: [],
        items: told.map(({ owned, words }) => ({
          owned,
          title: words.subject,
          lines: [words.what, words.detail],
        })),
      };
    case "access":
      return {
        kind,
        title: told.length === 1 ? `${subject}: ${where}` : `${subject}: ${counted(told.length, "binding")}`,
        lines: [what, detail],
        items: told.map(({ owned, words }) => ({ owned, title: told.length === 1 ? "" : words.where, lines: [] })),
      };
    case "connectivity":
      return row.state === "not-isolated" ? openBlock(told, first.words) : namespaceBlock(told, row.namespace);
    case "gap":
      return {
        kind,
        title: `${row.gap === "not-understood" ? `${row.object.split(" ", 1)[0]}: ` : ""}${what}`,
        lines: detail === "" ? [] : [detail],
        items: told.map(({ owned, words }) => ({ owned, title: words.subject, lines: [] })),
      };
  }
}

function openBlock(told: readonly Told[], { kind, what }: Words): Block {
  const items = told.map(({ owned, words }) => ({ owned, title: words.subject, lines: [words.detail] }));
  return { kind, title: what, lines: [], items };
}

function namespaceBlock(told: readonly Told[], namespace: string): Block {
  const place = namespaceText(namespace);
  return {
    kind: told.some(({ words }) => words.kind === "admitted") ? "admitted" : "closed",
    title: place,
    lines: [],
    items: told.toSorted(bySubject).map(({ owned, words }) => ({
      owned,
      title: words.subject.replace(` in ${place}`, ""),
      lines: [`${words.what}${words.kind === "admitted" ? ` on ${words.where}` : ` (${words.where})`}`, words.detail],
    })),
  };
}

function bySubject(a: Told, b: Told): number {
  return a.words.subject < b.words.subject ? -1 : a.words.subject > b.words.subject ? 1 : 0;
}
