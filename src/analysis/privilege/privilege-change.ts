import type { Change } from "../change.ts";

export interface PrivilegeChange extends Change {
  readonly topic: "privilege";
}
