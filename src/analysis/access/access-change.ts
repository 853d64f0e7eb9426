import type { Change } from "../change.ts";

export interface AccessChange extends Change {
  readonly topic: "access";
}
