import { atLeast, permissionOf } from "../access.ts";
import { ApiError, invalid, invalidRequest, notFound } from "../api-error.ts";
import { isAncestor, resolve } from "../bare-repository.ts";
import { accountShape } from "../shapes/account.ts";
import { pullRequestShape } from "../shapes/pull-request.ts";
import { teamShape } from "../shapes/team.ts";
import type { Account, PullRequest, Repository, State } from "../state.ts";
import { emit } from "../webhooks.ts";

export interface NewPullRequest {
  readonly title: string;
  readonly body: string | null;
  /** A branch, or `owner:branch` for a fork. */
  readonly head: string;
  readonly base: string;
  readonly draft: boolean;
}

export async function openPullRequest(
  state: State,
  repository: Repository,
  author: Account,
  request: NewPullRequest,
): Promise<PullRequest> {
  const source = headRepository(state, repository, request.head);
  const headRef = request.head.slice(request.head.indexOf(":") + 1);
  const headSha = await resolve(source.git, `refs/heads/${headRef}`);
  const baseSha = await resolve(repository.git, `refs/heads/${request.base}`);
  if (!headSha) throw invalid("PullRequest", "head", "head is invalid", "invalid");
  if (!baseSha) throw invalid("PullRequest", "base", "base is invalid", "invalid");
  await requireCommits(source, repository, request, baseSha, headSha);

  const number = repository.nextNumber++;
  await publishHead(repository, source, number, headSha);
  const at = state.now();
  const pull: PullRequest = {
    id: state.nextId(),
    number,
    repository,
    author,
    headLabel: `${source.owner.login}:${headRef}`,
    headRef,
    headRepository: source,
    headSha,
    baseRef: request.base,
    baseSha,
    title: request.title,
    body: request.body,
    state: "open",
    draft: request.draft,
    merged: null,
    createdAt: at,
    updatedAt: at,
    closedAt: null,
    reviews: [],
    requestedUsers: new Map(),
    requestedTeams: new Map(),
  };
  repository.pullRequests.set(number, pull);
  await announce(state, pull, "opened", author);
  return pull;
}

async function requireCommits(
  source: Repository,
  repository: Repository,
  request: NewPullRequest,
  baseSha: string,
  headSha: string,
): Promise<void> {
  const headRef = request.head.slice(request.head.indexOf(":") + 1);
  const taken = [...repository.pullRequests.values()].find(
    (pull) =>
      pull.state === "open" &&
      pull.headRepository === source &&
      pull.headRef === headRef &&
      pull.baseRef === request.base,
  );
  const label = `${source.owner.login}:${headRef}`;
  if (taken) throw invalid("PullRequest", "head", `A pull request already exists for ${label}.`);
  if (await isAncestor(source.git, headSha, baseSha)) {
    throw invalid("PullRequest", "head", `No commits between ${request.base} and ${headRef}`);
  }
}

function headRepository(state: State, repository: Repository, head: string): Repository {
  const login = head.includes(":") ? head.slice(0, head.indexOf(":")) : repository.owner.login;
  if (login === repository.owner.login) return repository;
  const fork = state.repositories.find((one) => one.parent === repository && one.owner.login === login);
  if (!fork) throw invalid("PullRequest", "head", "head is invalid", "invalid");
  return fork;
}

/** Keeps `refs/pull/N/head`, so that the head can be fetched from the base repository even after the fork is gone. */
async function publishHead(repository: Repository, source: Repository, number: number, sha: string): Promise<void> {
  const ref = `refs/pull/${number}/head`;
  if (source !== repository) await repository.git.run(["fetch", "--quiet", "--no-tags", source.git.dir, sha]);
  await repository.git.run(["update-ref", ref, sha]);
}

/** Sends a `pull_request` webhook with the pull request as it is now. */
export async function announce(
  state: State,
  pull: PullRequest,
  action: string,
  sender: Account,
  extra: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const payload = { number: pull.number, pull_request: await pullRequestShape(state, pull), ...extra };
  emit(state, pull.repository, { name: "pull_request", action, sender, payload });
}

/** A push moved the head branch: `synchronize`. */
export async function moveHead(state: State, pull: PullRequest, sha: string, sender: Account): Promise<void> {
  const before = pull.headSha;
  if (pull.headRepository) await publishHead(pull.repository, pull.headRepository, pull.number, sha);
  pull.headSha = sha;
  pull.baseSha = (await resolve(pull.repository.git, `refs/heads/${pull.baseRef}`)) ?? pull.baseSha;
  pull.updatedAt = state.now();
  await announce(state, pull, "synchronize", sender, { before, after: sha });
}

export interface PullRequestChanges {
  readonly title?: string;
  readonly body?: string;
  readonly base?: string;
  readonly state?: "open" | "closed";
}

/** `PATCH /pulls/{n}`: title, body and base make one `edited` event; the state makes `closed` or `reopened`. */
export async function editPullRequest(
  state: State,
  pull: PullRequest,
  editor: Account,
  changes: PullRequestChanges,
): Promise<void> {
  const mayEdit = editor === pull.author || atLeast(permissionOf(state, pull.repository, editor), "write");
  if (!mayEdit && editor.type === "User") throw notFound();
  const edited = { ...(await retarget(pull, changes.base)), ...rename(pull, changes) };
  pull.updatedAt = state.now();
  if (Object.keys(edited).length > 0) await announce(state, pull, "edited", editor, { changes: edited });
  if (changes.state === "closed" && pull.state === "open") await close(state, pull, editor);
  if (changes.state === "open" && pull.state === "closed") await reopen(state, pull, editor);
}

async function retarget(pull: PullRequest, base: string | undefined) {
  if (base === undefined || base === pull.baseRef) return {};
  if (pull.state === "closed")
    throw invalid("PullRequest", "base", "Cannot change the base branch of a closed pull request.");
  const sha = await resolve(pull.repository.git, `refs/heads/${base}`);
  if (!sha) throw invalid("PullRequest", "base", `Proposed base branch '${base}' was not found`, "invalid");
  const changes = { base: { ref: { from: pull.baseRef }, sha: { from: pull.baseSha } } };
  pull.baseRef = base;
  pull.baseSha = sha;
  return changes;
}

function rename(pull: PullRequest, { title, body }: PullRequestChanges) {
  const changes: Record<string, { from: string }> = {};
  if (title !== undefined && title !== pull.title) {
    changes.title = { from: pull.title };
    pull.title = title;
  }
  if (body !== undefined && body !== pull.body) {
    changes.body = { from: pull.body ?? "" };
    pull.body = body;
  }
  return changes;
}

export async function close(state: State, pull: PullRequest, sender: Account): Promise<void> {
  pull.state = "closed";
  pull.closedAt = pull.updatedAt = state.now();
  await announce(state, pull, "closed", sender);
}

async function reopen(state: State, pull: PullRequest, sender: Account): Promise<void> {
  const gone = pull.headRepository === null || !(await resolve(pull.headRepository.git, `refs/heads/${pull.headRef}`));
  if (pull.merged || gone) throw invalid("PullRequest", "state", "state cannot be changed.");
  pull.state = "open";
  pull.closedAt = null;
  await announce(state, pull, "reopened", sender);
}

export async function setDraft(state: State, pull: PullRequest, draft: boolean, sender: Account): Promise<void> {
  if (pull.draft === draft) return;
  pull.draft = draft;
  pull.updatedAt = state.now();
  await announce(state, pull, draft ? "converted_to_draft" : "ready_for_review", sender);
}

/** The pull request is part of its base now, by a merge or by a push that contains it. */
export async function markMerged(state: State, pull: PullRequest, by: Account, sha: string): Promise<void> {
  pull.merged = { at: state.now(), by, sha };
  await close(state, pull, by);
}

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

function requestableTeam(state: State, pull: PullRequest, slug: string) {
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
export function isCollaborator(state: State, repository: Repository, user: Account): boolean {
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
