import { withPolicySeverities } from "./apply-policy.ts";
import { type DecideInput, decide } from "./decide.ts";
import type { ReviewPlan } from "./review-plan.ts";
import { reviewersToRequest } from "./reviewers.ts";

export interface PlanInput extends DecideInput {
  readonly base: string;
  readonly skipped: ReviewPlan["skipped"];
  readonly stats: ReviewPlan["stats"];
  readonly diagram?: ReviewPlan["diagram"];
}

/** Everything that one review says and wants done, from what was found and what is known about people. */
export function makePlan(input: PlanInput): ReviewPlan {
  const { policy, base, head, skipped, stats, diagram = [] } = input;
  const verdict = decide(input);
  return {
    base,
    head,
    policySha: policy.kind === "policy" ? policy.policy.sha : policy.sha,
    events: policy.kind === "policy" ? withPolicySeverities(input.events, policy.policy) : input.events,
    verdict,
    reviewers: reviewersToRequest(verdict, input.approvals),
    skipped,
    stats,
    ...(diagram.length > 0 && { diagram }),
  };
}
