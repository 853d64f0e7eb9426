import { invalid } from "../api-error.ts";
import { isAncestor, resolve } from "../bare-repository.ts";
import type { Account, PullRequest, Repository, State } from "../state.ts";
import { announce, publishHead } from "./pull-requests.ts";

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
    reviewComments: [],
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
