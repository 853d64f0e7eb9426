import { isAncestor } from "../bare-repository.ts";
import { accountShape } from "../shapes/account.ts";
import { pushedCommits } from "../shapes/commit.ts";
import { type Account, fullName, type PullRequest, type Repository, type State } from "../state.ts";
import { emit } from "../webhooks.ts";
import { requestSuites } from "./check-suites.ts";
import { close, markMerged, moveHead } from "./pull-requests.ts";

export const noCommit = "0".repeat(40);

/** A branch that moved. `before` or `after` is all zeros for a created or deleted branch. */
export interface RefUpdate {
  readonly branch: string;
  readonly before: string;
  readonly after: string;
}

/** What follows from a push: a `push` event per branch, heads that move, pull requests that a push merged or orphaned. */
export async function afterPush(
  state: State,
  repository: Repository,
  updates: readonly RefUpdate[],
  pusher: Account,
): Promise<void> {
  repository.pushedAt = state.now();
  for (const update of updates) {
    await emitPush(state, repository, update, pusher);
    if (update.after !== noCommit) await requestSuites(state, repository, update.after, update.branch, pusher);
    for (const pull of openPullRequests(state)) {
      if (pull.headRepository === repository && pull.headRef === update.branch)
        await followHead(state, pull, update, pusher);
      if (pull.state === "open" && pull.repository === repository && pull.baseRef === update.branch) {
        await followBase(state, pull, update, pusher);
      }
    }
  }
}

async function followHead(state: State, pull: PullRequest, { after }: RefUpdate, pusher: Account): Promise<void> {
  if (after === noCommit) return close(state, pull, pusher);
  if (after !== pull.headSha) await moveHead(state, pull, after, pusher);
}

/** GitHub calls a pull request merged as soon as its head is part of the base branch, however it got there. */
async function followBase(state: State, pull: PullRequest, { after }: RefUpdate, pusher: Account): Promise<void> {
  if (after === noCommit) return close(state, pull, pusher);
  if (await isAncestor(pull.repository.git, pull.headSha, after)) await markMerged(state, pull, pusher, after);
}

function openPullRequests(state: State): PullRequest[] {
  return state.repositories.flatMap((one) => [...one.pullRequests.values()]).filter((pull) => pull.state === "open");
}

async function emitPush(state: State, repository: Repository, update: RefUpdate, pusher: Account): Promise<void> {
  const { before, after, branch } = update;
  const created = before === noCommit;
  const deleted = after === noCommit;
  const forced = !created && !deleted && !(await isAncestor(repository.git, before, after));
  const commits = await commitsOf(state, repository, update);
  emit(state, repository, {
    name: "push",
    action: null,
    sender: pusher,
    payload: {
      ref: `refs/heads/${branch}`,
      before,
      after,
      created,
      deleted,
      forced,
      base_ref: null,
      compare: `${state.urls.html}/${fullName(repository)}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
      commits,
      head_commit: commits.at(-1) ?? null,
      pusher: { name: accountShape(state, pusher).login, email: pusher.email },
    },
  });
}

/** A push names at most 2,048 commits, oldest first; a new branch those that its default branch does not have. */
async function commitsOf(state: State, repository: Repository, { before, after, branch }: RefUpdate) {
  if (after === noCommit) return [];
  const known =
    before !== noCommit
      ? [`^${before}`]
      : branch === repository.defaultBranch
        ? []
        : [`^refs/heads/${repository.defaultBranch}`];
  return pushedCommits(state, repository, ["--reverse", "--max-count=2048", after, ...known]);
}
