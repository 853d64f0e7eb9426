import type { ApprovalFacts, Review } from "./approval-facts.ts";
import type { ApprovalScope } from "./approval-scope.ts";
import { dependence } from "./independence.ts";
import type { Opinion } from "./opinions.ts";
import { standingOf } from "./principals.ts";
import type { RejectedApproval, RejectionReason } from "./review-plan.ts";
import type { SettledDemand } from "./settle-demands.ts";

/** Approvals that count for no demand, whatever it asks: each with its reason. */
export function rejectedForAll(opinions: readonly Opinion[], facts: ApprovalFacts): RejectedApproval[] {
  const deleted = facts.reviews
    .filter(({ user, state }) => user === null && state === "APPROVED")
    .map((review): RejectedApproval => {
      const explanation = "An approval by a deleted account does not count.";
      return { person: null, reviewId: review.id, demand: null, reason: "deleted-account", explanation };
    });
  const named = opinions.flatMap(({ person, review }): RejectedApproval[] => {
    if (review.state === "DISMISSED") {
      const explanation = `The latest review by ${person.login} was dismissed: it is no opinion, and no older one counts.`;
      return [{ person, reviewId: review.id, demand: null, reason: "dismissed", explanation }];
    }
    const dependent = review.state === "APPROVED" ? dependence(person, facts) : undefined;
    if (!dependent) return [];
    const explanation = `The approval by ${person.login} does not count: ${person.login} ${dependent.why}.`;
    return [{ person, reviewId: review.id, demand: null, reason: dependent.reason, explanation }];
  });
  return [...deleted, ...named];
}

/** Why approvals of independent people do not help one demand, and who objects to it. */
export function rejectedForDemand(
  settled: SettledDemand,
  approvals: readonly Opinion[],
  scope: ApprovalScope,
  facts: ApprovalFacts,
): RejectedApproval[] {
  const reject = ({ person, review }: Opinion, reason: RejectionReason, explanation: string): RejectedApproval => ({
    person,
    reviewId: review.id,
    demand: settled.demand.id,
    reason,
    explanation,
  });
  const objections = settled.objections.map((opinion) =>
    reject(opinion, "changes-requested", `${opinion.person.login} requested changes.`),
  );
  const ignored = approvals.flatMap((opinion) => {
    const found = whyNot(opinion, settled, scope, facts);
    return found ? [reject(opinion, ...found)] : [];
  });
  return [...objections, ...ignored];
}

type Why = readonly [RejectionReason, string];

function whyNot(opinion: Opinion, settled: SettledDemand, scope: ApprovalScope, facts: ApprovalFacts): Why | undefined {
  const { person, review } = opinion;
  const { login } = person;
  const standing = standingOf(person, settled.demand.principals, facts);
  if (standing === "not-a-member") return ["not-a-maintainer", `${login} is not among the people who must approve.`];
  if (standing !== "member") {
    const { team, why } = standing.unresolvable;
    return ["team-unresolvable", `Whether ${login} is in @${team} is unknown: ${why}.`];
  }
  if (settled.usedElsewhere.includes(opinion))
    return [
      "used-for-another-requirement",
      `The approval by ${login} counts for another requirement that asks for different people.`,
    ];
  const covered = settled.supports.find((support) => support.opinion === opinion)?.events ?? [];
  const missed = settled.open.filter((event) => !covered.includes(event)).length;
  if (covered.length > 0 && missed === 0) return undefined;
  return whyTooOld(login, review, covered.length > 0 ? missed : settled.demand.events.length, scope);
}

function whyTooOld(
  login: string,
  { commitId }: Review,
  missed: number,
  { head, bindTo, eventsAt }: ApprovalScope,
): Why {
  if (commitId === null) return ["commit-unknown", `GitHub no longer knows for which commit ${login} approved.`];
  const was = `The approval by ${login} was for ${commitId.slice(0, 7)}`;
  if (bindTo === "commit" && commitId !== head)
    return ["before-new-events", `${was}, not for ${head.slice(0, 7)}: the policy binds approvals to the commit.`];
  if (commitId !== head && !Object.hasOwn(eventsAt, commitId))
    return ["commit-unknown", `${was}, of which no evaluation is on record.`];
  return [
    "before-new-events",
    `${was} and does not cover ${missed} ${missed === 1 ? "event" : "events"} that came later.`,
  ];
}
