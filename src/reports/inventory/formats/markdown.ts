import { type InventoryRow, inventorySections } from "../../../analysis/inventory/inventory-row.ts";
import { codeSpan, markdownProse } from "../../markdown-text.ts";
import { visibleText } from "../../visible-text.ts";
import { shortSha } from "../../wording.ts";
import { type Inventory, type OwnedRow, placeText } from "../inventory.ts";
import type { InventoryFormat } from "../inventory-format.ts";
import { summaryLines } from "../summary.ts";
import { wordsOf } from "../words.ts";

/** Tables to keep with the minutes of a review: every row has a place to sign. */
export const markdown: InventoryFormat = {
  id: "markdown",
  description: "Tables with a column to sign, for the minutes of a review",
  render(inventory) {
    const { commit, date, policy } = inventory;
    const head = [
      "# Access and connectivity inventory",
      "",
      `Commit ${codeSpan(shortSha(commit))} of ${date.slice(0, 10)}, policy ${codeSpan(shortSha(policy))}.`,
      "",
      ...summaryLines(inventory).map(([title, text]) => `- **${title}**: ${text}`),
    ];
    return `${[head.join("\n"), ...inventorySections.flatMap((section) => sectionOf(section, inventory))].join("\n\n")}\n`;
  },
};

interface Table {
  readonly title: string;
  readonly none: string;
  readonly columns: readonly string[];
}

const tables: Readonly<Record<InventoryRow["section"], Table>> = {
  exposure: {
    title: "Who can reach what",
    none: "No manifest that could be read lets anybody in.",
    columns: ["Host or port", "Reachable from", "Goes to", "Protection"],
  },
  access: {
    title: "Who may do what",
    none: "No manifest that could be read grants anything.",
    columns: ["Who", "Where", "May", "How"],
  },
  connectivity: {
    title: "Which pods may talk",
    none: "No manifest that could be read declares a namespace, a workload or a network policy.",
    columns: ["Pods", "Ports", "Connections", "Network policies"],
  },
  gap: {
    title: "What this inventory does not show",
    none: "Everything was read.",
    columns: ["What", "Why"],
  },
};

function sectionOf(section: InventoryRow["section"], { rows, hasZones }: Inventory): readonly string[] {
  const { title, none, columns } = tables[section];
  const own = rows.filter(({ row }) => row.section === section);
  const views = own.some(({ row }) => row.views.some((view) => view !== ""));
  const header = [
    ...columns,
    ...(views ? ["View"] : []),
    ...(hasZones ? ["Zone"] : []),
    "Owner",
    "Declared in",
    ...(section === "gap" ? [] : ["Still needed? (reviewer, date)"]),
  ];
  const lines = own.map((owned) => lineOf(cellsOf(owned, { views, hasZones })));
  return [
    `## ${title} (${own.length})`,
    own.length === 0 ? none : [lineOf(header), lineOf(header.map(() => "---")), ...lines].join("\n"),
  ];
}

function cellsOf(
  { row, owners, zones }: OwnedRow,
  { views, hasZones }: { readonly views: boolean; readonly hasZones: boolean },
): readonly string[] {
  const { subject, what, where, detail } = wordsOf(row);
  const texts = row.section === "gap" ? [subject, what] : [subject, where, what, detail];
  return [
    // Most of it is names and values of manifests; a code span is the only place where these cannot act.
    ...texts.map((text) => (text === "" ? "" : markdownProse(text, 1500))),
    ...(views ? [spans(row.views.filter(Boolean))] : []),
    ...(hasZones ? [spans(zones)] : []),
    owners.length === 0 ? "nobody" : spans(owners),
    row.place.file === "" ? "" : codeSpan(visibleText(placeText(row.place), 250)),
    ...(row.section === "gap" ? [] : [""]),
  ];
}

function spans(texts: readonly string[]): string {
  return texts.map((text) => codeSpan(text)).join(", ");
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}
