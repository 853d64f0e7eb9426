import { join } from "node:path";
import {
  createBareRepository,
  type Files,
  forkBareRepository,
  resolve,
  type Signature,
  writeCommit,
} from "./bare-repository.ts";
import { findRepository } from "./endpoint.ts";
import { existing } from "./existing.ts";
import { signatureOf } from "./operations/merge-pull-request.ts";
import { afterPush, noCommit } from "./operations/pushes.ts";
import { accountNamed } from "./people.ts";
import type { Account, Permission, Repository, State } from "./state.ts";

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch?: string;
  readonly private?: boolean;
  readonly files?: Files;
  readonly collaborators?: Readonly<Record<string, Permission>>;
}

export interface CommitRequest {
  readonly message?: string;
  /** A login, or any name and address. Without one: the owner of the repository. */
  readonly author?: string | Signature;
  readonly committer?: string | Signature;
  readonly files?: Files;
  readonly remove?: readonly string[];
  /** Where the branch starts when it does not exist yet; without it, at the default branch. */
  readonly from?: string;
  /** Login of the pusher, who becomes the sender of the webhooks. Without one: the author, if that is a login. */
  readonly pusher?: string;
}

export function repositoryNamed(state: State, name: string): Repository {
  const [owner = "", repository = ""] = name.split("/");
  return existing(findRepository(state, owner, repository), `repository ${name}`);
}

export async function createRepository(state: State, request: NewRepository): Promise<Repository> {
  const { owner, name, defaultBranch = "main", files = { "README.md": `# ${name}\n` } } = request;
  const account = accountNamed(state, owner);
  const git = await createBareRepository(join(state.dataDir, owner, `${name}.git`), defaultBranch);
  const repository: Repository = {
    ...emptyRepository(state, account, name),
    private: request.private ?? false,
    defaultBranch,
    git,
    parent: null,
    collaborators: new Map(Object.entries(request.collaborators ?? {})),
  };
  await writeCommit(git, defaultBranch, {
    message: "Initial commit",
    author: signatureOf(account),
    files,
    at: state.now(),
  });
  state.repositories.push(repository);
  return repository;
}

function emptyRepository(state: State, owner: Account, name: string) {
  const at = state.now();
  return {
    id: state.nextId(),
    owner,
    name,
    protections: new Map(),
    pullRequests: new Map(),
    comments: [],
    checkRuns: [],
    checkSuites: [],
    createdAt: at,
    pushedAt: at,
    nextNumber: 1,
  };
}

export async function forkRepository(state: State, source: Repository, owner: Account): Promise<Repository> {
  const git = await forkBareRepository(source.git, join(state.dataDir, owner.login, `${source.name}.git`));
  const fork: Repository = {
    ...emptyRepository(state, owner, source.name),
    private: source.private,
    defaultBranch: source.defaultBranch,
    git,
    parent: source,
    collaborators: new Map(),
  };
  state.repositories.push(fork);
  return fork;
}

/** The repository is gone; open pull requests from it lose their head repository but keep their head. */
export function deleteRepository(state: State, repository: Repository): void {
  state.repositories.splice(state.repositories.indexOf(repository), 1);
  for (const pull of state.repositories.flatMap((one) => [...one.pullRequests.values()])) {
    if (pull.headRepository === repository) pull.headRepository = null;
  }
}

/** Writes a commit and pushes it past any protection, with all webhooks that a push causes. Returns its id. */
export async function commit(
  state: State,
  repository: Repository,
  branch: string,
  request: CommitRequest,
): Promise<string> {
  const {
    message = "Change files",
    author = repository.owner.login,
    committer,
    from = repository.defaultBranch,
  } = request;
  const before = (await resolve(repository.git, `refs/heads/${branch}`)) ?? noCommit;
  const after = await writeCommit(
    repository.git,
    branch,
    {
      message,
      author: signature(state, author),
      ...(committer === undefined ? {} : { committer: signature(state, committer) }),
      ...(request.files ? { files: request.files } : {}),
      ...(request.remove ? { remove: request.remove } : {}),
      at: state.now(),
    },
    from,
  );
  const login = request.pusher ?? (typeof author === "string" ? author : repository.owner.login);
  await afterPush(state, repository, [{ branch, before, after }], accountNamed(state, login));
  return after;
}

/** Points a branch at a commit that exists, as a forced push does; null deletes the branch. */
export async function pushBranch(
  state: State,
  repository: Repository,
  branch: string,
  to: string | null,
  pusher: string,
): Promise<void> {
  const ref = `refs/heads/${branch}`;
  const before = (await resolve(repository.git, ref)) ?? noCommit;
  const after = to === null ? noCommit : existing(await resolve(repository.git, to), `commit ${to}`);
  await repository.git.run(to === null ? ["update-ref", "-d", ref] : ["update-ref", ref, after]);
  await afterPush(state, repository, [{ branch, before, after }], accountNamed(state, pusher));
}

function signature(state: State, who: string | Signature): Signature {
  return typeof who === "string" ? signatureOf(accountNamed(state, who)) : who;
}
