import type { Change } from "../change.ts";

export interface ExposureChange extends Change {
  readonly topic: "exposure";
}
