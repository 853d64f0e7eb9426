import type { Change } from "../change.ts";

/** A change to what judges the pull request: the policy, CODEOWNERS, the workflow that runs the gate. */
export interface ControlChange extends Change {
  readonly topic: "control";
}
