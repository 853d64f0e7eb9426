import type { ApprovalFacts } from "./approval-facts.ts";
import type { Policy, PolicyProblem } from "./policy.ts";
import { type Principals, unresolvableTeams } from "./principals.ts";
import type { SettledDemand } from "./settle-demands.ts";

/** Demands that stay open and ask people whom nobody can name: more approvals might not help, so it must be said. */
export function unresolvableDemands(
  settled: readonly SettledDemand[],
  policy: Policy,
  facts: ApprovalFacts,
): PolicyProblem[] {
  const problems = settled
    .filter(({ satisfied }) => !satisfied)
    .flatMap(({ demand: { principals } }) => [
      ...unresolvableTeams(principals, facts).map(({ team, why }) => ({
        ...placeOf(team, principals, policy),
        message: `cannot resolve the team @${team}: ${why}`,
      })),
      ...addressesOnly(principals),
    ]);
  return [...new Map(problems.map((problem) => [`${problem.file}:${problem.message}`, problem])).values()];
}

function placeOf(team: string, { owners, teams }: Principals, policy: Policy): Omit<PolicyProblem, "message"> {
  if (!teams.includes(team) && owners) return { file: "CODEOWNERS", line: owners.line, column: 1 };
  const places = policy.places ?? {};
  const place = Object.hasOwn(places, team) ? places[team] : undefined;
  return { file: policy.file ?? "policy", line: place?.line ?? 1, column: place?.column ?? 1 };
}

/** GitHub tells no App which account an address belongs to. */
function addressesOnly({ teams, users, owners }: Principals): PolicyProblem[] {
  if (!owners || teams.length + users.length > 0 || owners.names.some((name) => name.startsWith("@"))) return [];
  const message = `only e-mail addresses own the file (${owners.names.join(", ")}); approvals can be counted for @user or @organisation/team`;
  return [{ file: "CODEOWNERS", line: owners.line, column: 1, message }];
}
