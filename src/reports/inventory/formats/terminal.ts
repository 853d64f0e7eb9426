import { type InventoryRow, inventorySections } from "../../../analysis/inventory/inventory-row.ts";
import { type Paint, painter, type Style } from "../../paint.ts";
import { textWidth, wrapText } from "../../text-width.ts";
import { visibleText } from "../../visible-text.ts";
import { shortSha } from "../../wording.ts";
import { type Block, blocksOf, type Item } from "../blocks.ts";
import { type Inventory, type OwnedRow, placeText } from "../inventory.ts";
import type { InventoryFormat } from "../inventory-format.ts";
import { summaryLines } from "../summary.ts";

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

/** Where there is none of them, it is said once. */
type Known = Pick<Inventory, "hasCodeowners" | "hasZones">;

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

function sectionBlock(section: InventoryRow["section"], inventory: Inventory, screen: Screen): string[] {
  const { rows } = inventory;
  const blocks = blocksOf(section, rows);
  if (blocks.length === 0) return [];
  const count = rows.filter(({ row }) => row.section === section).length;
  const title = `── ${titles[section]} (${count}) `;
  const rule = title + "─".repeat(Math.max(0, screen.width - textWidth(title)));
  return [screen.paint(rule, "bold"), ...blocks.flatMap((block) => ["", ...blockLines(block, inventory, screen)])];
}

const styles: Readonly<Record<string, readonly Style[]>> = {
  internet: ["red"],
  critical: ["bold", "red"],
  high: ["red"],
  medium: ["yellow"],
  unknown: ["yellow"],
  "not-isolated": ["yellow"],
  none: ["dim"],
  closed: ["dim"],
};

// Whoever wants every kustomization takes a table.
const mostItems = { exposure: 5000, access: 12, connectivity: 5000, gap: 25 };

function blockLines({ kind, title, lines, items }: Block, known: Known, screen: Screen): string[] {
  const own = styles[kind] ?? [];
  const most = mostItems[items[0]?.owned.row.section ?? "gap"];
  const tag = powers.has(kind) ? `${kind}  ` : "";
  const [first = "", ...more] = wrapText(visibleText(`${tag}${title}`, 500), screen.width - 2);
  return [
    `${screen.paint("●", ...own)} ${screen.paint(first, "bold", ...own)}`,
    ...more.map((line) => `  ${screen.paint(line, "bold", ...own)}`),
    ...lines.flatMap((line) => indented(line, 2, [], screen)),
    ...items.slice(0, most).flatMap((item) => itemLines(item, known, screen)),
    ...(items.length > most ? [`  … and ${items.length - most} more: --format csv lists them`] : []),
  ];
}

const powers: ReadonlySet<string> = new Set(["critical", "high", "medium", "low"]);

function itemLines({ owned, title, lines }: Item, known: Known, screen: Screen): string[] {
  const origin = originOf(owned, known);
  if (title === "") return indented(origin, 2, ["dim"], screen);
  const weak: readonly Style[] = isWeak(owned.row) ? ["yellow"] : [];
  const [shown, place] = [visibleText(title, 400), visibleText(origin, 400)];
  const shared = lines.flatMap((line, index) => indented(line, 6, index > 0 ? weak : [], screen));
  // Name and place in one line where they fit, and nothing else has to stand between them.
  if (lines.length === 0 && textWidth(shown) + textWidth(place) + 6 <= screen.width) {
    return [`    ${shown}  ${screen.paint(place, "dim")}`];
  }
  return [...indented(title, 4, weak, screen), ...shared, ...indented(origin, 6, ["dim"], screen)];
}

/** A way in that anybody may use and read along. */
function isWeak(row: InventoryRow): boolean {
  return row.section === "exposure" && row.protection.tls === "no";
}

function originOf({ row, owners, zones }: OwnedRow, { hasCodeowners, hasZones }: Known): string {
  const views = row.views.filter(Boolean);
  const more = views.length > 3 ? ` and ${views.length - 3} more` : "";
  return [
    placeText(row.place),
    ...(hasCodeowners ? [owners.length === 0 ? "no owner" : owners.join(" ")] : []),
    ...(hasZones && row.section !== "gap" ? [zones.length === 0 ? "no zone" : `zone ${zones.join(", ")}`] : []),
    ...(views.length > 0 ? [`in ${views.slice(0, 3).join(", ")}${more}`] : []),
  ]
    .filter(Boolean)
    .join(" · ");
}

function indented(text: string, indent: number, style: readonly Style[], { paint, width }: Screen): string[] {
  if (text === "") return [];
  return wrapText(visibleText(text, 1500), width - indent - 2).map((line, index) => {
    return `${" ".repeat(index === 0 ? indent : indent + 2)}${paint(line, ...style)}`;
  });
}

function labelled(label: string, text: string, indent: number, { paint, width }: Screen): string[] {
  return wrapText(text, width - indent - 2).map((line, index) => {
    return index === 0 ? `  ${paint(label.padEnd(indent), "dim")}${line}` : " ".repeat(indent + 2) + line;
  });
}
