import { atLeast, permissionOf } from "../access.ts";
import { ApiError } from "../api-error.ts";
import { resolve } from "../bare-repository.ts";
import { type Account, fullName, type PullRequest, type State } from "../state.ts";
import { checkProblem, mayBypass, mergedTree, writeMerge } from "./merging.ts";
import { markMerged } from "./pull-requests.ts";
import { afterPush } from "./pushes.ts";

export interface MergeRequest {
  readonly method: string;
  readonly sha?: string | undefined;
  readonly title?: string | undefined;
}

/** `PUT /merge`: refuses with 405 what GitHub refuses, else writes a real commit to the base branch. */
export async function mergePullRequest(
  state: State,
  pull: PullRequest,
  by: Account,
  request: MergeRequest,
): Promise<string> {
  const tree = await requireMergeable(state, pull, by, request);
  const { repository } = pull;
  const ref = `refs/heads/${pull.baseRef}`;
  const base = (await resolve(repository.git, ref)) ?? pull.baseSha;
  const sha = await writeMerge(repository.git, {
    tree,
    parents: request.method === "squash" ? [base] : [base, pull.headSha],
    message: request.title ?? defaultTitle(pull, request.method),
    author: signatureOf(by),
    committer: { name: "GitHub", email: "noreply@github.com" },
    at: state.now(),
  });
  await repository.git.run(["update-ref", ref, sha, base]);
  await markMerged(state, pull, by, sha);
  await afterPush(state, repository, [{ branch: pull.baseRef, before: base, after: sha }], by);
  return sha;
}

async function requireMergeable(state: State, pull: PullRequest, by: Account, request: MergeRequest): Promise<string> {
  const permission = permissionOf(state, pull.repository, by);
  if (!atLeast(permission, "write")) throw new ApiError(403, "Resource not accessible by personal access token");
  if (pull.state === "closed") throw new ApiError(405, "Pull Request is not mergeable");
  if (request.sha !== undefined && request.sha !== pull.headSha) {
    throw new ApiError(409, "Head branch was modified. Review and try the merge again.");
  }
  if (request.method === "rebase") throw new ApiError(405, "Rebase merges are not allowed on this repository.");
  if (pull.draft) throw new ApiError(405, "Pull Request is still a draft");
  const tree = await mergedTree(pull);
  if (!tree) throw new ApiError(405, "Pull Request is not mergeable");
  const problem = checkProblem(pull);
  if (problem && !mayBypass(pull.repository.protections.get(pull.baseRef), permission === "admin")) {
    throw new ApiError(405, problem);
  }
  return tree;
}

/** "Update branch": merges the base into the head branch and pushes that. */
export async function updateBranch(state: State, pull: PullRequest, by: Account): Promise<void> {
  const base = await resolve(pull.repository.git, `refs/heads/${pull.baseRef}`);
  const tree = await mergedTree(pull);
  if (!base || !tree || !pull.headRepository) throw new ApiError(422, "merge conflict between base and head");
  const { git } = pull.headRepository;
  if (pull.headRepository !== pull.repository) await git.run(["fetch", "--quiet", pull.repository.git.dir, base]);
  const sha = await writeMerge(pull.repository.git, {
    tree,
    parents: [pull.headSha, base],
    message: `Merge branch '${pull.baseRef}' into ${pull.headRef}`,
    author: signatureOf(by),
    committer: { name: "GitHub", email: "noreply@github.com" },
    at: state.now(),
  });
  if (pull.headRepository !== pull.repository) await git.run(["fetch", "--quiet", pull.repository.git.dir, sha]);
  const before = pull.headSha;
  await git.run(["update-ref", `refs/heads/${pull.headRef}`, sha, before]);
  await afterPush(state, pull.headRepository, [{ branch: pull.headRef, before, after: sha }], by);
}

export function signatureOf(account: Account) {
  return { name: account.name ?? account.login, email: account.email };
}

function defaultTitle(pull: PullRequest, method: string): string {
  if (method === "squash") return `${pull.title} (#${pull.number})`;
  const owner = pull.headLabel.split(":")[0] ?? fullName(pull.repository);
  return `Merge pull request #${pull.number} from ${owner}/${pull.headRef}\n\n${pull.title}`;
}
