import type { LabelSelector } from "../label-selector.ts";

/**
 * The values that one label may have: some listed ones, or all but some listed ones, and whether the label may be absent.
 * Labels are an open world: whatever nobody lists may exist.
 */
export interface LabelValues {
  readonly values: readonly string[];
  /** Every value but the listed ones. */
  readonly allBut: boolean;
  readonly orAbsent: boolean;
}

/** Label sets that satisfy every condition, by key and sorted; a key that is missing may have any value or none. */
export type LabelBox = ReadonlyMap<string, LabelValues>;

/** Every label set. */
export const anyLabels: LabelBox = new Map();
