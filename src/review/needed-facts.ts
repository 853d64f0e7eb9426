import type { SecurityEvent } from "../rules/security-event.ts";
import { withPolicySeverities } from "./apply-policy.ts";
import { demandsFor } from "./demands.ts";
import type { PolicyResult } from "./policy.ts";
import { teamsOf, usersOf } from "./principals.ts";

export interface NeededFacts {
  /** `org/slug`; their members are needed. */
  readonly teams: readonly string[];
  /** Logins; their accounts are needed. */
  readonly users: readonly string[];
  /** Whether the reviewers' permissions on the repository are needed. */
  readonly permissions: boolean;
}

/**
 * What must be known about people before `decide` can judge these events. Waivers are left out of account, as they
 * depend on the time: what is needed can only shrink between asking and deciding.
 */
export function neededFacts(
  policy: PolicyResult,
  events: readonly SecurityEvent[],
  codeowners: string | null,
): NeededFacts {
  if (policy.kind === "invalid") return { teams: [], users: [], permissions: false };
  const demands = demandsFor(withPolicySeverities(events, policy.policy), policy.policy, codeowners);
  const { emergency } = policy.policy.approvals;
  return {
    teams: [...new Set([...demands.flatMap(({ principals }) => teamsOf(principals)), ...(emergency?.teams ?? [])])],
    users: [...new Set([...demands.flatMap(({ principals }) => usersOf(principals)), ...(emergency?.users ?? [])])],
    permissions: demands.some(({ principals }) => principals.owners !== null || principals.byRole),
  };
}
