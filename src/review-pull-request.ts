// Placeholder signature; see the core's flow in ARCHITECTURE.md.
import type { Tree } from "./kubernetes/tree.ts";
import type { ApprovalFacts } from "./review/approval-facts.ts";
import type { PolicyResult } from "./review/policy.ts";
import type { ReviewPlan } from "./review/review-plan.ts";

export interface ReviewInput {
  readonly tree: Tree;
  /** Full commit id of the merge base (or, for a merge group, the tip of the base branch). */
  readonly base: string;
  /** Full commit id of the head. */
  readonly head: string;
  /** From the base branch, never from the head. */
  readonly policy: PolicyResult;
  /** Text of CODEOWNERS on the base branch, null without one. */
  readonly codeowners: string | null;
  /** Null on the command line, where nobody can approve. */
  readonly approvals: ApprovalFacts | null;
  readonly now: Date;
}

export declare function reviewPullRequest(input: ReviewInput): Promise<ReviewPlan>;
