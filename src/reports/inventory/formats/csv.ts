import { visibleText } from "../../visible-text.ts";
import type { OwnedRow } from "../inventory.ts";
import type { InventoryFormat } from "../inventory-format.ts";
import { wordsOf } from "../words.ts";

/** One flat table (RFC 4180), so that a spreadsheet can filter and sort all of it, with columns to sign in. */
export const csv: InventoryFormat = {
  id: "csv",
  description: "One table for a spreadsheet, with columns to sign in",
  render: ({ rows }) => [columns, ...rows.map(cellsOf)].map(lineOf).join(""),
};

/** Never renamed or moved: people filter by them, and programs count them. New ones come at the end. */
const columns = [
  "section",
  "kind",
  "view",
  "zone",
  "owner",
  "subject",
  "what",
  "where",
  "detail",
  "object",
  "file",
  "line",
  "id",
  "fingerprint",
  "still needed?",
  "reviewer",
  "date",
] as const;

function cellsOf({ row, owners, zones, id, fingerprint }: OwnedRow): readonly string[] {
  const { kind, subject, what, where, detail } = wordsOf(row);
  const { file, line } = row.place;
  const list = (texts: readonly string[]) => texts.filter(Boolean).join(" ");
  // Without the `@`, which a spreadsheet takes for the start of a formula.
  const owner = list(owners.map((name) => name.replace(/^@/, "")));
  const place = [row.object, file, line === null ? "" : String(line)];
  const words = [subject, what, where, detail];
  return [row.section, kind, list(row.views), list(zones), owner, ...words, ...place, id, fingerprint, "", "", ""];
}

function lineOf(cells: readonly string[]): string {
  return `${cells.map(cell).join(",")}\r\n`;
}

/**
 * A text field. Spreadsheets take a cell that begins with one of these signs for a formula, quotes or not; the apostrophe in front
 * makes it a text (OWASP, "CSV Injection").
 */
function cell(value: string): string {
  const text = visibleText(value, 8000);
  const safe = /^\s*[=+\-@|%＝＋－＠]/.test(text) ? `'${text}` : text;
  return /[",\r\n']/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe;
}
