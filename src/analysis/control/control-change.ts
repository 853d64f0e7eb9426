import type { Change } from "../change.ts";

/** A change to what judges the pull request: the policy, CODEOWNERS, the workflow that runs the gate. */
export interface ControlChange extends Change {
  readonly topic: "control";
  readonly kind: "policy" | "codeowners" | "gate-workflow";
  readonly file: string;
  readonly what: "added" | "removed" | "altered";
  /** Only comments or spelling differ: the judge stays the same. */
  readonly sameMeaning: boolean;
  /** What differs, a short text each. Untrusted text. */
  readonly details: readonly string[];
}
