import { atLeast, permissionOf } from "../access.ts";
import { invalid, notFound } from "../api-error.ts";
import { resolve } from "../bare-repository.ts";
import { pullRequestShape } from "../shapes/pull-request.ts";
import type { Account, PullRequest, Repository, State } from "../state.ts";
import { emit } from "../webhooks.ts";

/** Keeps `refs/pull/N/head`, so that the head can be fetched from the base repository even after the fork is gone. */
export async function publishHead(
  repository: Repository,
  source: Repository,
  number: number,
  sha: string,
): Promise<void> {
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
