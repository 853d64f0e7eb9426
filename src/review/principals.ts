import type { ApprovalFacts, Person, RepositoryPermission, TeamMembers } from "./approval-facts.ts";

/** Whose approval counts: any of these people. */
export interface Principals {
  /** `org/slug`, from groups of the policy. */
  readonly teams: readonly string[];
  /** Logins from groups of the policy. */
  readonly users: readonly string[];
  /** The owners of a touched file by CODEOWNERS, with the line that says so; null where the demand does not ask them. */
  readonly owners: { readonly names: readonly string[]; readonly line: number } | null;
  /** Everyone with the maintain or admin role, because the touched file has no owner. */
  readonly byRole: boolean;
}

export type Standing = "member" | "not-a-member" | { readonly unresolvable: TeamMembers & { kind: "unresolvable" } };

/** Whether a person is one of the principals. A team that cannot be resolved has no members, but is not forgotten. */
export function standingOf(person: Person, principals: Principals, facts: ApprovalFacts): Standing {
  const owners = principals.owners?.names ?? [];
  const permission = permissionOf(person, facts);
  // GitHub, too, ignores code owners who cannot write; on a public repository they may have left long ago.
  const ownerCounts = permission === "admin" || permission === "maintain" || permission === "write";
  if (principals.teams.some((team) => isInTeam(person, team, facts))) return "member";
  if (principals.users.some((login) => isUser(person, login, facts))) return "member";
  if (ownerCounts && owners.some((owner) => isOwner(person, owner, facts))) return "member";
  if (principals.byRole && (permission === "admin" || permission === "maintain")) return "member";
  const [unresolvable] = unresolvableTeams(principals, facts);
  return unresolvable ? { unresolvable } : "not-a-member";
}

export function unresolvableTeams(
  principals: Principals,
  facts: ApprovalFacts,
): (TeamMembers & { kind: "unresolvable" })[] {
  return teamsOf(principals).flatMap((name) => {
    const team = resolved(name, facts);
    return team.kind === "unresolvable" ? [team] : [];
  });
}

/** All teams, from the policy and from CODEOWNERS, as `org/slug`. */
export function teamsOf({ teams, owners }: Principals): string[] {
  const owning = owners?.names.filter((name) => name.startsWith("@") && name.includes("/")) ?? [];
  return [...new Set([...teams, ...owning.map((name) => name.slice(1))])];
}

/** All logins, from the policy and from CODEOWNERS. */
export function usersOf({ users, owners }: Principals): string[] {
  const owning = owners?.names.filter((name) => name.startsWith("@") && !name.includes("/")) ?? [];
  return [...new Set([...users, ...owning.map((name) => name.slice(1))])];
}

export function isInTeam(person: Person, name: string, facts: ApprovalFacts): boolean {
  const team = resolved(name, facts);
  return team.kind === "members" && team.userIds.includes(person.id);
}

/** Logins can be renamed and taken over: the account that GitHub has for the login now is compared by its id. */
export function isUser(person: Person, login: string, facts: ApprovalFacts): boolean {
  return facts.users.some((user) => equal(user.login, login) && user.id === person.id);
}

function isOwner(person: Person, owner: string, facts: ApprovalFacts): boolean {
  if (!owner.startsWith("@")) return false;
  return owner.includes("/") ? isInTeam(person, owner.slice(1), facts) : isUser(person, owner.slice(1), facts);
}

function resolved(name: string, facts: ApprovalFacts): TeamMembers {
  const team = facts.teams.find((candidate) => equal(candidate.team, name));
  return team ?? { kind: "unresolvable", team: name, why: "GitHub was not asked for its members" };
}

function permissionOf({ id }: Person, { permissions }: ApprovalFacts): RepositoryPermission | undefined {
  return Object.hasOwn(permissions, id) ? permissions[id] : undefined;
}

function equal(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
