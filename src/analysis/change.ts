import type { Location } from "../kubernetes/location.ts";
import type { Plain, ResourceRef } from "../kubernetes/resource.ts";

/** Every judgement has one of four outcomes; `unknown` needs a review like `widened` does. */
export type Direction = "widened" | "narrowed" | "neutral" | "unknown";

/** What every difference between the facts of two states carries, whatever its topic. */
export interface Change {
  readonly view: string;
  readonly direction: Direction;
  /** The object that the effect concerns, for display and waivers. */
  readonly resource: ResourceRef;
  /**
   * What the change does, free of line numbers, file paths and commits: it identifies the change over rebases.
   * Two changes with equal effect in one view are the same change.
   */
  readonly effect: Plain;
  /**
   * Where one change folds several effects (31 routes, many keys), each of them. An approval covers the change only if it
   * covers every part; a part that goes away asks nobody again. Absent: `effect` is the only part.
   */
  readonly parts?: readonly Plain[];
  /** Short values for display, before and after; null where nothing was or is. */
  readonly before: Plain;
  readonly after: Plain;
  /** Every place the change follows from, the most telling first, of both sides. */
  readonly because: readonly Location[];
}
