import { ApiError, notAccessible, notFound, requiresAuthentication } from "./api-error.ts";
import type { Caller } from "./caller.ts";
import type { Account, AppPermissions, Permission, Repository, State, Team } from "./state.ts";

/** What an endpoint needs: alternatives, as GitHub documents them ("Issues" or "Pull requests" write). */
export type Need = Readonly<Record<string, "read" | "write">>;

const ranks: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];

export function atLeast(permission: Permission, wanted: Permission): boolean {
  return ranks.indexOf(permission) >= ranks.indexOf(wanted);
}

/** What a person may do in a repository: as owner, organisation owner, collaborator or team member, whichever is most. */
export function permissionOf(state: State, repository: Repository, account: Account): Permission {
  const { owner } = repository;
  if (owner === account || owner.owners.has(account.login)) return "admin";
  const granted: Permission[] = [
    repository.collaborators.get(account.login) ?? "none",
    ...state.teams
      .filter((team) => isActiveMember(state, team, account))
      .map((team) => repositoryPermissionOf(team, repository)),
    owner.members.has(account.login) || !repository.private ? "read" : "none",
  ];
  return granted.reduce((most, next) => (atLeast(next, most) ? next : most));
}

/** Members of child teams are members of the parent. */
export function isActiveMember(state: State, team: Team, account: Account): boolean {
  if (team.members.get(account.login)?.state === "active") return true;
  return state.teams.some((child) => child.parent === team && isActiveMember(state, child, account));
}

/** A child team inherits what its parent may do. */
export function repositoryPermissionOf(team: Team, repository: Repository): Permission {
  const own = team.repositories.get(repository.id) ?? "none";
  const inherited = team.parent ? repositoryPermissionOf(team.parent, repository) : "none";
  return atLeast(own, inherited) ? own : inherited;
}

/** Throws unless the caller may do one of the alternatives in this repository. */
export function requireRepositoryAccess(state: State, caller: Caller, repository: Repository, ...needs: Need[]): void {
  if (caller.kind === "installation") {
    requireInstallationAccess(caller, repository, needs);
    return;
  }
  if (caller.kind === "app") throw notAccessible();
  const permission = personalPermission(state, caller, repository);
  // A repository that one may not see does not exist, so that its name is not given away.
  if (permission === "none") throw notFound();
  if (needs.some((need) => atLeast(permission, personalNeed(need)))) return;
  if (caller.kind === "anonymous") throw requiresAuthentication();
  throw new ApiError(403, "Must have push access to the repository.");
}

function requireInstallationAccess(
  caller: Extract<Caller, { kind: "installation" }>,
  repository: Repository,
  needs: readonly Need[],
): void {
  const { token } = caller;
  if (!covers(token.installation.account, token.repositoryIds, repository))
    throw repository.private ? notFound() : notAccessible();
  if (!needs.some((need) => isGranted(token.permissions, need))) throw notAccessible();
}

export function covers(account: Account, repositoryIds: ReadonlySet<number> | null, repository: Repository): boolean {
  return repository.owner === account && (repositoryIds === null || repositoryIds.has(repository.id));
}

export function isGranted(permissions: AppPermissions, need: Need): boolean {
  return Object.entries(need).every(([name, level]) => {
    const granted = name === "metadata" ? "read" : permissions[name];
    return granted === "write" || (granted === "read" && level === "read");
  });
}

function personalPermission(state: State, caller: Caller, repository: Repository): Permission {
  if (caller.kind === "user") return permissionOf(state, repository, caller.user);
  return repository.private ? "none" : "read";
}

// Anybody who can read may comment, review and open pull requests; the rest needs write, settings need admin.
const openToReaders = new Set(["issues", "pull_requests", "metadata"]);

function personalNeed(need: Need): Permission {
  const levels = Object.entries(need).map(([name, level]): Permission => {
    if (name === "administration") return "admin";
    return level === "write" && !openToReaders.has(name) ? "write" : "read";
  });
  return levels.reduce((most, next) => (atLeast(next, most) ? next : most), "read");
}

/** Teams and memberships are seen by members of the organisation and by Apps with `members: read`. */
export function requireOrganisationAccess(caller: Caller, organisation: Account): void {
  if (caller.kind === "anonymous") throw requiresAuthentication();
  if (caller.kind === "app") throw notAccessible();
  if (caller.kind === "installation") {
    const { installation, permissions } = caller.token;
    if (installation.account !== organisation) throw notFound();
    if (!isGranted(permissions, { members: "read" })) throw notAccessible();
    return;
  }
  const { login } = caller.user;
  if (!organisation.owners.has(login) && !organisation.members.has(login)) throw notFound();
}
