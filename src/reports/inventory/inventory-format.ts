import type { Inventory } from "./inventory.ts";

export interface InventoryOptions {
  /** ANSI colours; terminal format only. */
  readonly colour?: boolean;
  /** Columns of the terminal. */
  readonly width?: number;
}

/** An output format of the inventory: a plain function of it. One file of `formats/` each. */
export interface InventoryFormat {
  readonly id: string;
  readonly description: string;
  render(inventory: Inventory, options: InventoryOptions): string;
}
