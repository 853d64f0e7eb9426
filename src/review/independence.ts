import type { ApprovalFacts, ContributedCommit, Person } from "./approval-facts.ts";
import type { RejectionReason } from "./review-plan.ts";

/** Why a person cannot approve this pull request whoever they are, or undefined: nobody approves their own work. */
export function dependence(person: Person, facts: ApprovalFacts): { reason: RejectionReason; why: string } | undefined {
  if (person.type !== "User") return { reason: "bot", why: "is not a person" };
  if (facts.author?.id === person.id) return { reason: "author", why: "opened the pull request" };
  const own = facts.commits.find((commit) => commit.people.some(({ id }) => id === person.id));
  if (own) return { reason: "contributed-a-commit", why: `contributed to commit ${own.sha.slice(0, 7)}` };
  if (facts.lastPusher?.id === person.id) return { reason: "last-pusher", why: "pushed the latest commit" };
  return undefined;
}

/**
 * Whether somebody unknown may have written part of the pull request. A commit of bots alone counts: a person may have
 * told the bot what to write. A pull request without commits does not exist, so an empty list is not knowledge either.
 */
export function hasUnattributedCommit({ commits }: ApprovalFacts): boolean {
  return commits.length === 0 || commits.some(isUnattributed);
}

function isUnattributed({ people, unattributed }: ContributedCommit): boolean {
  return unattributed.length > 0 || !people.some(({ type }) => type === "User");
}
