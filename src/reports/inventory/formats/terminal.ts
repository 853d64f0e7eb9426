import { type InventoryRow, inventorySections } from "../../../analysis/inventory/inventory-row.ts";
import { type Paint, painter, type Style } from "../../paint.ts";
import { textWidth, wrapText } from "../../text-width.ts";
import { visibleText } from "../../visible-text.ts";
import { shortSha } from "../../wording.ts";
import { type Inventory, type OwnedRow, placeText } from "../inventory.ts";
import type { InventoryFormat } from "../inventory-format.ts";
import { summaryLines } from "../summary.ts";
import { wordsOf } from "../words.ts";

/** For people: the numbers first, then every row, the worst of each section first. */
export const terminal: InventoryFormat = {
  id: "terminal",
  description: "For people, the worst first",
  render(inventory, { colour = false, width = 80 }) {
    const screen: Screen = { paint: painter(colour), width: Math.min(Math.max(60, width), 100) };
    const blocks = [
      headBlock(inventory, screen),
      ...inventorySections.map((section) => sectionBlock(section, inventory, screen)),
    ];
    return `${blocks
      .filter((block) => block.length > 0)
      .map((block) => block.join("\n"))
      .join("\n\n")}\n`;
  },
};

interface Screen {
  readonly paint: Paint;
  readonly width: number;
}

function headBlock(inventory: Inventory, screen: Screen): string[] {
  const { commit, date } = inventory;
  const title = `Inventory of ${visibleText(shortSha(commit), 60)}, ${date.slice(0, 10)}`;
  return [
    screen.paint(title, "bold"),
    ...summaryLines(inventory).flatMap(([label, text]) => labelled(label, text, 10, screen)),
  ];
}

const titles: Readonly<Record<InventoryRow["section"], string>> = {
  exposure: "who can reach what",
  access: "who may do what",
  connectivity: "which pods may talk",
  gap: "what this inventory does not show",
};

function sectionBlock(section: InventoryRow["section"], { rows, hasZones }: Inventory, screen: Screen): string[] {
  const own = rows.filter(({ row }) => row.section === section);
  if (own.length === 0) return [];
  const title = `── ${titles[section]} (${own.length}) `;
  const rule = title + "─".repeat(Math.max(0, screen.width - textWidth(title)));
  return [screen.paint(rule, "bold"), ...own.flatMap((owned) => ["", ...rowLines(owned, hasZones, screen)])];
}

const styles: Readonly<Record<string, readonly Style[]>> = {
  internet: ["bold"],
  critical: ["bold", "red"],
  high: ["red"],
  medium: ["yellow"],
  unknown: ["yellow"],
  "not-isolated": ["yellow"],
  none: ["dim"],
  closed: ["dim"],
};

function rowLines(owned: OwnedRow, hasZones: boolean, screen: Screen): string[] {
  const { row } = owned;
  const { kind, subject, what, where, detail } = wordsOf(row);
  const own = styles[kind] ?? [];
  const [first = "", ...more] = wrapText(visibleText(subject, 400), screen.width - 2);
  const end = where === "" ? "" : `  ${visibleText(where, 200)}`;
  const fits = more.length === 0 && textWidth(first) + textWidth(end) + 2 <= screen.width;
  return [
    `${screen.paint("●", ...own)} ${screen.paint(first, "bold")}${fits ? screen.paint(end, ...own) : ""}`,
    ...more.map((line) => `  ${screen.paint(line, "bold")}`),
    ...(fits || end === "" ? [] : indented(where, own, screen)),
    ...indented(what, [], screen),
    ...indented(detail, isWeak(row) ? ["yellow"] : [], screen),
    ...indented(originOf(owned, hasZones), ["dim"], screen),
  ];
}

/** A way in that anybody may use and read along. */
function isWeak(row: InventoryRow): boolean {
  return row.section === "exposure" && row.protection.tls === "no";
}

function originOf({ row, owners, zones }: OwnedRow, hasZones: boolean): string {
  const views = row.views.filter(Boolean);
  const more = views.length > 3 ? ` and ${views.length - 3} more` : "";
  return [
    placeText(row.place),
    owners.length === 0 ? "no owner" : owners.join(" "),
    ...(hasZones && row.section !== "gap" ? [zones.length === 0 ? "no zone" : `zone ${zones.join(", ")}`] : []),
    ...(views.length > 0 ? [`in ${views.slice(0, 3).join(", ")}${more}`] : []),
  ]
    .filter(Boolean)
    .join(" · ");
}

function indented(text: string, style: readonly Style[], { paint, width }: Screen): string[] {
  if (text === "") return [];
  return wrapText(visibleText(text, 1500), width - 4).map(
    (line, index) => `${index === 0 ? "  " : "    "}${paint(line, ...style)}`,
  );
}

function labelled(label: string, text: string, indent: number, { paint, width }: Screen): string[] {
  return wrapText(text, width - indent - 2).map((line, index) => {
    return index === 0 ? `  ${paint(label.padEnd(indent), "dim")}${line}` : " ".repeat(indent + 2) + line;
  });
}
