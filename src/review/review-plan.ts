import type { NamedMap } from "../analysis/network-map/network-map.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import type { Person } from "./approval-facts.ts";
import type { PolicyProblem } from "./policy.ts";

/** `needs-review`: approvals are missing. `blocked`: approvals cannot help (forbidden event, invalid policy, could not evaluate). */
export type Outcome = "pass" | "needs-review" | "blocked";

export type RejectionReason =
  | "not-a-maintainer"
  | "author"
  | "contributed-a-commit"
  | "last-pusher"
  | "before-new-events"
  | "dismissed"
  | "changes-requested"
  | "bot"
  | "deleted-account"
  | "team-unresolvable"
  | "commit-unknown"
  | "used-for-another-requirement";

/** One review entry of the policy applied to the events that it matches. */
export interface Demand {
  /** Stable within a plan: index of the entry in the policy, or "default"; with "-2", "-3" where files have different owners. */
  readonly id: string;
  /** Such as "1 approval from edge (@acme/edge)". */
  readonly label: string;
  readonly groups: readonly string[];
  readonly approvalsNeeded: number;
  readonly approvedBy: readonly CountedApproval[];
  readonly satisfied: boolean;
  readonly eventIds: readonly string[];
  /** Events of this demand that still lack approvals: all of them while one of its maintainers requests changes. */
  readonly openEventIds: readonly string[];
  /** Logins and `org/slug` teams who can approve; empty where only a role on the repository decides. */
  readonly maintainers?: { readonly users: readonly string[]; readonly teams: readonly string[] };
}

export interface CountedApproval {
  readonly person: Person;
  readonly reviewId: number;
  readonly commitId: string;
  readonly eventIds: readonly string[];
}

export interface RejectedApproval {
  readonly person: Person | null;
  readonly reviewId: number;
  readonly demand: string | null;
  readonly reason: RejectionReason;
  /** One sentence for the comment. */
  readonly explanation: string;
}

export interface Verdict {
  readonly outcome: Outcome;
  /** One line: what is missing or why it passes. */
  readonly summary: string;
  readonly demands: readonly Demand[];
  readonly counted: readonly CountedApproval[];
  readonly rejected: readonly RejectedApproval[];
  /** Ids of events that need no (further) approval, with the reason. */
  readonly waived: readonly { readonly eventId: string; readonly waiver: string }[];
  readonly forbidden: readonly string[];
  readonly override: { readonly by: Person; readonly reason: string; readonly expiresAt: string } | null;
  /** Configuration or evaluation problems that block whatever the approvals say. */
  readonly problems: readonly PolicyProblem[];
}

export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

/** All that one review says and wants done. Computed by the core, carried out by github/ or printed by cli/. */
export interface ReviewPlan {
  /** The merge base that head is compared with, and head itself. Full commit ids. */
  readonly base: string;
  readonly head: string;
  readonly policySha: string;
  readonly events: readonly SecurityEvent[];
  readonly verdict: Verdict;
  /** Who should be asked to review: logins and `org/slug` teams. Empty when nothing is missing. */
  readonly reviewers: { readonly users: readonly string[]; readonly teams: readonly string[] };
  readonly skipped: readonly Skipped[];
  readonly stats: { readonly changedFiles: number; readonly manifests: number; readonly views: number };
  /** What the events change of the network, small enough for a comment. Absent where there is nothing to draw. */
  readonly diagram?: readonly NamedMap[];
}
