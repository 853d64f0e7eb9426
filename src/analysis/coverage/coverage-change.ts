import type { Change } from "../change.ts";

export interface CoverageChange extends Change {
  readonly topic: "coverage";
}
