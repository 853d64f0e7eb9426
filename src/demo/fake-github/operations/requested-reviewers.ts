import { atLeast, permissionOf } from "../access.ts";
import { ApiError, invalidRequest } from "../api-error.ts";
import { accountShape } from "../shapes/account.ts";
import { teamShape } from "../shapes/team.ts";
import type { Account, PullRequest, Repository, State, Team } from "../state.ts";
import { announce } from "./pull-requests.ts";

export interface ReviewersRequest {
  readonly reviewers: readonly string[];
  readonly teams: readonly string[];
}

/** `POST /requested_reviewers`. One name that cannot be asked refuses the whole request, as GitHub does. */
export async function requestReviewers(
  state: State,
  pull: PullRequest,
  sender: Account,
  { reviewers, teams }: ReviewersRequest,
): Promise<void> {
  const users = reviewers.map((login) => requestableUser(state, pull, login));
  const asked = teams.map((slug) => requestableTeam(state, pull, slug));
  for (const user of users.filter(({ login }) => !pull.requestedUsers.has(login))) {
    pull.requestedUsers.set(user.login, user);
    await announce(state, pull, "review_requested", sender, { requested_reviewer: accountShape(state, user) });
  }
  for (const team of asked.filter(({ slug }) => !pull.requestedTeams.has(slug))) {
    pull.requestedTeams.set(team.slug, team);
    await announce(state, pull, "review_requested", sender, { requested_team: teamShape(state, team) });
  }
}

function requestableUser(state: State, pull: PullRequest, login: string): Account {
  const user = state.accounts.get(login.toLowerCase());
  if (user === pull.author) throw new ApiError(422, "Review cannot be requested from pull request author.");
  const collaborates = user?.type === "User" && isCollaborator(state, pull.repository, user);
  if (!user || !collaborates) {
    throw new ApiError(
      422,
      `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${pull.repository.owner.login}/${pull.repository.name} repository.`,
    );
  }
  return user;
}

function requestableTeam(state: State, pull: PullRequest, slug: string): Team {
  const { repository } = pull;
  const team = state.teams.find((one) => one.organisation === repository.owner && one.slug === slug);
  if (!team) throw new ApiError(422, `Could not resolve to a node with the global id of '${slug}'.`);
  if (!team.repositories.has(repository.id)) {
    throw new ApiError(
      422,
      `Reviews may only be requested from collaborators. One or more of the teams you specified is not a collaborator of the ${repository.owner.login}/${repository.name} repository.`,
    );
  }
  return team;
}

/** Reading a public repository does not make a collaborator; membership, a team or an invitation does. */
function isCollaborator(state: State, repository: Repository, user: Account): boolean {
  if (repository.collaborators.has(user.login)) return true;
  if (atLeast(permissionOf(state, repository, user), "triage")) return true;
  return repository.owner.members.has(user.login) || repository.owner === user;
}

export function removeRequestedReviewers(
  state: State,
  pull: PullRequest,
  { reviewers, teams }: ReviewersRequest,
): void {
  if (reviewers.length + teams.length === 0) throw invalidRequest('No subschema in "anyOf" matched.');
  for (const login of reviewers) pull.requestedUsers.delete(login);
  for (const slug of teams) pull.requestedTeams.delete(slug);
  pull.updatedAt = state.now();
}
