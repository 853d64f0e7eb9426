import type { SecurityEvent } from "../rules/security-event.ts";
import { applyPolicy } from "./apply-policy.ts";
import type { ApprovalFacts } from "./approval-facts.ts";
import type { ApprovalScope } from "./approval-scope.ts";
import { labelOf } from "./demand-label.ts";
import { demandsFor } from "./demands.ts";
import { overrideInForce } from "./emergency-override.ts";
import { dependence, hasUnattributedCommit } from "./independence.ts";
import { latestOpinions } from "./opinions.ts";
import type { Policy, PolicyProblem, PolicyResult } from "./policy.ts";
import { teamsOf, usersOf } from "./principals.ts";
import { rejectedForAll, rejectedForDemand } from "./rejections.ts";
import type { CountedApproval, Demand, Outcome, Verdict } from "./review-plan.ts";
import { type SettledDemand, settleDemands } from "./settle-demands.ts";
import { summarize } from "./summarize.ts";
import { unresolvableDemands } from "./unresolvable-demands.ts";

export interface DecideInput {
  readonly policy: PolicyResult;
  readonly events: readonly SecurityEvent[];
  /** Null where nobody can approve, as on the command line. */
  readonly approvals: ApprovalFacts | null;
  /** Text of CODEOWNERS on the base branch, null without one. */
  readonly codeowners: string | null;
  readonly head: string;
  readonly now: Date;
}

/** Whether the events may be merged, and the trace of why: the same facts give the same verdict anywhere. */
export function decide({ policy: result, events, approvals: facts, codeowners, head, now }: DecideInput): Verdict {
  if (result.kind === "invalid") return finish({ ...nothing, outcome: "blocked", problems: result.problems });
  const { policy } = result;
  const judged = applyPolicy(events, policy, now);
  const exempt = new Set([...judged.forbidden, ...judged.waived.map(({ eventId }) => eventId)]);
  const inQuestion = judged.events.filter(({ id }) => !exempt.has(id));
  const { settled, rejected } = settle(demandsFor(inQuestion, policy, codeowners), policy, facts, head);

  const override = facts ? overrideInForce(policy, facts, head, now) : undefined;
  const problems = facts ? unresolvableDemands(settled, policy, facts) : [];
  return finish({
    outcome: outcomeOf(override !== undefined, judged.forbidden, problems, settled),
    demands: settled.map(toDemand),
    counted: countedApprovals(settled),
    rejected,
    waived: judged.waived,
    forbidden: judged.forbidden,
    override: override ? { by: override.by, reason: override.reason, expiresAt: override.expiresAt } : null,
    problems,
  });
}

const nothing = { demands: [], counted: [], rejected: [], waived: [], forbidden: [], override: null, problems: [] };

function finish(verdict: Omit<Verdict, "summary">): Verdict {
  return { ...verdict, summary: summarize(verdict) };
}

function settle(
  demands: ReturnType<typeof demandsFor>,
  policy: Policy,
  facts: ApprovalFacts | null,
  head: string,
): { settled: readonly SettledDemand[]; rejected: Verdict["rejected"] } {
  const { bindTo, unattributed } = policy.approvals;
  const scope: ApprovalScope = { head, bindTo, eventsAt: facts?.eventsAt ?? {} };
  if (!facts || demands.length === 0)
    return { settled: settleDemands(demands, 0, { approvals: [], objections: [] }, scope, facts), rejected: [] };

  const opinions = latestOpinions(facts.reviews);
  const approvals = opinions.filter(({ person, review }) => review.state === "APPROVED" && !dependence(person, facts));
  const objections = opinions.filter(
    ({ person, review }) => review.state === "CHANGES_REQUESTED" && person.type === "User",
  );
  const extra = hasUnattributedCommit(facts) ? unattributed : 0;
  const settled = settleDemands(demands, extra, { approvals, objections }, scope, facts);
  const counting = new Set(settled.flatMap(({ supports }) => supports.map(({ opinion }) => opinion.review.id)));
  const rejected = settled
    .flatMap((one) => rejectedForDemand(one, approvals, scope, facts))
    // Who counts for one demand is no stranger, even if another demand asks other people.
    .filter(({ reason, reviewId }) => reason !== "not-a-maintainer" || !counting.has(reviewId));
  return { settled, rejected: [...rejectedForAll(opinions, facts), ...rejected] };
}

function outcomeOf(
  overridden: boolean,
  forbidden: readonly string[],
  problems: readonly PolicyProblem[],
  settled: readonly SettledDemand[],
): Outcome {
  if (overridden) return "pass";
  if (forbidden.length > 0 || problems.length > 0) return "blocked";
  return settled.every(({ satisfied }) => satisfied) ? "pass" : "needs-review";
}

function toDemand(settled: SettledDemand): Demand {
  const { demand, needed, satisfied, open } = settled;
  return {
    id: demand.id,
    label: labelOf(settled),
    groups: demand.groups,
    approvalsNeeded: needed,
    approvedBy: approvalsOf(settled),
    satisfied,
    eventIds: demand.events.map(({ id }) => id),
    openEventIds: open.map(({ id }) => id),
    maintainers: { users: usersOf(demand.principals), teams: teamsOf(demand.principals) },
  };
}

function approvalsOf({ supports }: SettledDemand): CountedApproval[] {
  return supports.map(({ opinion: { person, review }, events }) => ({
    person,
    reviewId: review.id,
    // An approval without a commit covers no event, so it is never among the supports.
    commitId: review.commitId ?? "",
    eventIds: events.map(({ id }) => id),
  }));
}

/** Every approval once, with all events of all demands that it helped. */
function countedApprovals(settled: readonly SettledDemand[]): CountedApproval[] {
  const byReview = new Map<number, CountedApproval>();
  for (const approval of settled.flatMap(approvalsOf)) {
    const known = byReview.get(approval.reviewId)?.eventIds ?? [];
    byReview.set(approval.reviewId, { ...approval, eventIds: [...new Set([...known, ...approval.eventIds])] });
  }
  return [...byReview.values()];
}
