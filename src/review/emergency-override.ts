import type { ApprovalFacts, Override } from "./approval-facts.ts";
import { dependence } from "./independence.ts";
import type { Policy } from "./policy.ts";
import { isInTeam, isUser } from "./principals.ts";

/** The break-glass command that is in force for this head at this time, if any. */
export function overrideInForce(policy: Policy, facts: ApprovalFacts, head: string, now: Date): Override | undefined {
  return facts.overrides.findLast(
    (override) =>
      override.commit === head &&
      override.reason.trim() !== "" &&
      // A time that cannot be read is no time: the comparison fails.
      now.getTime() < Date.parse(override.expiresAt) &&
      mayOverride(override, policy, facts),
  );
}

/** Nobody overrides the gate for their own work, whether they opened the pull request or only pushed to it. */
function mayOverride({ by }: Override, { approvals: { emergency } }: Policy, facts: ApprovalFacts): boolean {
  if (!emergency || dependence(by, facts)) return false;
  return (
    emergency.teams.some((team) => isInTeam(by, team, facts)) ||
    emergency.users.some((login) => isUser(by, login, facts))
  );
}
