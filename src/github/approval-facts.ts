import type { ContributedCommit, Person, RepositoryPermission, Review, TeamMembers } from "../review/approval-facts.ts";
import type { NeededFacts } from "../review/needed-facts.ts";
import { toPerson } from "./account.ts";
import type { Octokit } from "./client.ts";
import { readCommits } from "./commits.ts";
import { hasStatus, type LivePullRequest } from "./live-pull-request.ts";
import type { RepositoryAt } from "./work-key.ts";

/** What GitHub knows about the people of a pull request. */
export interface People {
  readonly reviews: readonly Review[];
  readonly commits: readonly ContributedCommit[];
  readonly teams: readonly TeamMembers[];
  readonly users: readonly Person[];
  readonly permissions: Readonly<Record<number, RepositoryPermission>>;
}

/** Reads all of it, every page. Throws on any error that is not "does not exist": half an answer is no answer. */
export async function readPeople(
  octokit: Octokit,
  at: RepositoryAt,
  live: LivePullRequest,
  needed: NeededFacts,
): Promise<People> {
  const [reviews, commits, teams, users] = await Promise.all([
    readReviews(octokit, at, live.number),
    readCommits(octokit, at, live),
    Promise.all(needed.teams.map((team) => readTeam(octokit, team))),
    Promise.all(needed.users.map((login) => readUser(octokit, login))),
  ]);
  const reviewers = needed.permissions ? uniqueReviewers(reviews) : [];
  const permissions = await Promise.all(
    reviewers.map(async (person) => [person.id, await readPermission(octokit, at, person)] as const),
  );
  return {
    reviews,
    commits,
    teams,
    users: users.filter((user) => user !== null),
    permissions: Object.fromEntries(permissions),
  };
}

export async function readReviews(octokit: Octokit, at: RepositoryAt, number: number): Promise<readonly Review[]> {
  const { owner, repo } = at;
  const reviews = await octokit.paginate(octokit.rest.pulls.listReviews, {
    owner,
    repo,
    pull_number: number,
    per_page: 100,
  });
  return reviews.map((review) => ({
    id: review.id,
    user: toPerson(review.user),
    state: reviewState(review.state),
    commitId: review.commit_id ?? null,
    submittedAt: review.submitted_at ?? null,
  }));
}

const opinions = ["APPROVED", "CHANGES_REQUESTED", "COMMENTED", "DISMISSED", "PENDING"] as const;

// A state that GitHub invents later must not approve, and must not leave an earlier approval standing.
function reviewState(state: string): Review["state"] {
  return opinions.find((known) => known === state.toUpperCase()) ?? "DISMISSED";
}

async function readTeam(octokit: Octokit, team: string): Promise<TeamMembers> {
  const [org = "", slug = "", ...rest] = team.split("/");
  if (!org || !slug || rest.length > 0) return { kind: "unresolvable", team, why: "it is not written as org/slug" };
  try {
    // Includes the members of child teams, and nobody who has not accepted the invitation.
    const parameters = { org, team_slug: slug, per_page: 100 };
    const members = await octokit.paginate(octokit.rest.teams.listMembersInOrg, parameters);
    return { kind: "members", team, userIds: members.map((member) => member.id) };
  } catch (error) {
    if (hasStatus(error, 403)) return { kind: "unresolvable", team, why: "the App may not read its members" };
    if (hasStatus(error, 404))
      return { kind: "unresolvable", team, why: "it does not exist or the App may not see it" };
    throw error;
  }
}

async function readUser(octokit: Octokit, login: string): Promise<Person | null> {
  try {
    return toPerson((await octokit.rest.users.getByUsername({ username: login })).data);
  } catch (error) {
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}

const knownPermissions = ["admin", "maintain", "write", "triage", "read", "none"] as const;

async function readPermission(octokit: Octokit, at: RepositoryAt, person: Person): Promise<RepositoryPermission> {
  try {
    const { owner, repo } = at;
    const parameters = { owner, repo, username: person.login };
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel(parameters);
    // A login can be given up and taken by somebody else; ids cannot.
    if (data.user && data.user.id !== person.id) return "none";
    const named = (name: string) => knownPermissions.find((known) => known === name);
    // `permission` knows no maintain; `role_name` may be an organisation's own role.
    return named(data.role_name) ?? named(data.permission) ?? "none";
  } catch (error) {
    if (hasStatus(error, 404)) return "none";
    throw error;
  }
}

function uniqueReviewers(reviews: readonly Review[]): readonly Person[] {
  const people = reviews.flatMap(({ user }) => (user?.type === "User" ? [user] : []));
  return [...new Map(people.map((person) => [person.id, person])).values()];
}
