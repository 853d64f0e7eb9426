import type { ApprovalFacts, Person } from "./approval-facts.ts";
import type { ReviewPlan, Verdict } from "./review-plan.ts";

/**
 * Who should be asked to review: the maintainers of every demand that is still open, without those who cannot help
 * (the author and contributors) or already did. Where only a role can approve, there is nobody to name.
 */
export function reviewersToRequest(verdict: Verdict, facts: ApprovalFacts | null): ReviewPlan["reviewers"] {
  const needless = new Set(facts ? contributors(facts).map(({ login }) => login.toLowerCase()) : []);
  const users = new Map<string, string>();
  const teams = new Map<string, string>();
  for (const demand of verdict.override ? [] : verdict.demands.filter(({ satisfied }) => !satisfied)) {
    const open = new Set(demand.openEventIds);
    const done = demand.approvedBy
      .filter(({ eventIds }) => [...open].every((id) => eventIds.includes(id)))
      .map(({ person }) => person.login.toLowerCase());
    for (const user of demand.maintainers?.users ?? []) {
      const login = user.toLowerCase();
      if (!needless.has(login) && !done.includes(login)) users.set(login, user);
    }
    for (const team of demand.maintainers?.teams ?? []) teams.set(team.toLowerCase(), team);
  }
  return { users: [...users.values()].toSorted(), teams: [...teams.values()].toSorted() };
}

function contributors({ author, lastPusher, commits }: ApprovalFacts): Person[] {
  return [author, lastPusher, ...commits.flatMap(({ people }) => people)].filter((person) => person !== null);
}
