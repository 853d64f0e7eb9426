import type { DesiredState } from "../../kubernetes/desired-state.ts";
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
      ...flowRows(view),
      ...gapsOfView(view),
    ]);
  return joinedViews([...rows, ...gapsOfState(state)]).sort(inOrder);
}

/** Views share most of their objects. */
function joinedViews(rows: readonly InventoryRow[]): InventoryRow[] {
  const joined = new Map<string, { readonly row: InventoryRow; readonly views: Set<string> }>();
  for (const row of rows) {
    const { views, ...rest } = row;
    const key = JSON.stringify(rest);
    const known = joined.get(key);
    if (known) for (const view of views) known.views.add(view);
    else joined.set(key, { row, views: new Set(views) });
  }
  return [...joined.values()].map(({ row, views }) => ({ ...row, views: [...views].sort() }));
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
