import type { DesiredState } from "../../kubernetes/desired-state.ts";
import { grouped } from "../exposure/grouped.ts";
import { cloudRows } from "./cloud-rows.ts";
import { exposureRows } from "./exposure-rows.ts";
import { flowRows } from "./flow-rows.ts";
import { gapsOfState, gapsOfView } from "./gap-rows.ts";
import { grantRows } from "./grant-rows.ts";
import { type InventoryRow, inventorySections } from "./inventory-row.ts";
import { inventoryView, type ViewToTake } from "./inventory-view.ts";

/**
 * Every exposure, every grant and every open connection of one state, and what could not be looked at: the worst first. What the
 * same object says in several views stands once.
 */
export function takeInventory(
  state: Pick<DesiredState, "generators" | "unread">,
  views: readonly ViewToTake[],
): readonly InventoryRow[] {
  const rows = views
    .map(inventoryView)
    .flatMap((view): InventoryRow[] => [
      ...exposureRows(view),
      ...grantRows(view),
      ...cloudRows(view),
      ...flowRows(view),
      ...gapsOfView(view),
    ]);
  return [...(views.length > 1 ? joinedViews(rows) : rows), ...gapsOfState(state)].sort(inOrder);
}

/** Views share most of their objects. The labels of a namespace may differ between them, and with these its zone. */
function joinedViews(rows: readonly InventoryRow[]): readonly InventoryRow[] {
  const alike = grouped(rows, ({ views: _, touches: __, ...rest }) => JSON.stringify(rest));
  return [...alike.values()].flatMap((same) => {
    const [first] = same;
    if (!first) return [];
    const views = [...new Set(same.flatMap((row) => row.views))].sort();
    const namespaces = same.flatMap(({ touches }) => touches.namespaces);
    const distinct = [...new Map(namespaces.map((one) => [JSON.stringify(one), one])).values()];
    return [{ ...first, views, touches: { ...first.touches, namespaces: distinct } }];
  });
}

function inOrder(a: InventoryRow, b: InventoryRow): number {
  const sections = inventorySections.indexOf(a.section) - inventorySections.indexOf(b.section);
  return sections || byRank(a.rank, b.rank) || byText(keyOf(a), keyOf(b));
}

function byRank(a: readonly number[], b: readonly number[]): number {
  for (const [index, rank] of a.entries()) {
    const difference = rank - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function keyOf(row: InventoryRow): string {
  return JSON.stringify([row.identity, row.place.file, row.place.line, row.views]);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
