/** Which state a place belongs to. A check annotation can only sit on `after`; a deleted line only exists on `before`. */
export type Side = "before" | "after";

/** A range of source lines. Lines and columns count from 1; `endLine` is inclusive, `endColumn` is exclusive. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly side: Side;
  /** The source line at `line`, at most 400 characters of it, for code frames. Untrusted text: escape before printing. */
  readonly text: string;
}
