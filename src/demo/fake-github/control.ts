import { generateKeyPairSync, randomBytes } from "node:crypto";
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
import { rerequest } from "./operations/check-runs.ts";
import { announceSuite } from "./operations/check-suites.ts";
import { signatureOf } from "./operations/merge-pull-request.ts";
import { setDraft } from "./operations/pull-requests.ts";
import { afterPush, noCommit } from "./operations/pushes.ts";
import { accountShape } from "./shapes/account.ts";
import { installationShape } from "./shapes/app.ts";
import { installedRepositoryShape } from "./shapes/repository.ts";
import { teamShape } from "./shapes/team.ts";
import type { Account, AccountType, App, AppPermissions, Permission, Repository, State, Team } from "./state.ts";
import { emitInstallation, emitOrganisation } from "./webhooks.ts";

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

export interface NewApp {
  readonly account: string;
  readonly slug?: string;
  readonly permissions?: AppPermissions;
  readonly events?: readonly string[];
  /** Names of repositories; without it, all of the account. */
  readonly repositories?: readonly string[];
  readonly webhook?: { readonly url: string; readonly secret: string };
}

export interface InstalledApp {
  readonly appId: number;
  readonly slug: string;
  /** PEM, PKCS #1, as GitHub hands it out. */
  readonly privateKey: string;
  readonly installationId: number;
}

export function createAccount(state: State, login: string, type: AccountType): Account {
  if (state.accounts.has(login.toLowerCase())) throw new Error(`${login} exists already`);
  const account: Account = {
    id: state.nextId(),
    login,
    type,
    name: null,
    email: type === "Bot" ? `${login}@users.noreply.github.com` : `${login}@example.com`,
    token: type === "User" ? `ghp_${randomBytes(18).toString("hex")}` : null,
    createdAt: state.now(),
    owners: new Set(),
    members: new Set(),
  };
  state.accounts.set(login.toLowerCase(), account);
  return account;
}

export function accountNamed(state: State, login: string): Account {
  return existing(state.accounts.get(login.toLowerCase()), `account ${login}`);
}

export function createTeam(
  state: State,
  organisation: string,
  slug: string,
  members: readonly string[],
  options: { readonly parent?: string; readonly pending?: readonly string[] } = {},
): Team {
  const owner = accountNamed(state, organisation);
  const { parent, pending = [] } = options;
  const team: Team = {
    id: state.nextId(),
    organisation: owner,
    slug,
    parent: parent === undefined ? null : teamNamed(state, organisation, parent),
    members: new Map(),
    repositories: new Map(),
    createdAt: state.now(),
  };
  for (const login of members) addTeamMember(team, accountNamed(state, login), "active");
  for (const login of pending) addTeamMember(team, accountNamed(state, login), "pending");
  state.teams.push(team);
  return team;
}

function addTeamMember(team: Team, account: Account, membership: "active" | "pending"): void {
  team.members.set(account.login, { account, state: membership, role: "member" });
  // Only members of the organisation can be in its teams.
  if (membership === "active") team.organisation.members.add(account.login);
}

export function changeTeamMember(
  state: State,
  organisation: string,
  slug: string,
  login: string,
  membership: "active" | "pending" | "none",
): void {
  const team = teamNamed(state, organisation, slug);
  const account = accountNamed(state, login);
  if (membership === "none") team.members.delete(account.login);
  else addTeamMember(team, account, membership);
  // GitHub tells of a member only once the invitation is accepted.
  if (membership === "pending") return;
  const payload = { scope: "team", member: accountShape(state, account), team: teamShape(state, team) };
  const action = membership === "none" ? "removed" : "added";
  emitOrganisation(state, team.organisation, { name: "membership", action, sender: team.organisation, payload });
}

export function teamNamed(state: State, organisation: string, slug: string): Team {
  const team = state.teams.find((one) => one.organisation.login === organisation && one.slug === slug);
  return existing(team, `team ${organisation}/${slug}`);
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

const defaultPermissions: AppPermissions = {
  checks: "write",
  contents: "read",
  issues: "read",
  members: "read",
  metadata: "read",
  pull_requests: "write",
  statuses: "write",
};

const defaultEvents = ["check_run", "issue_comment", "membership", "pull_request", "pull_request_review", "push"];

/** Installs an App on an account, and registers it first if no App has this slug yet. */
export function installApp(state: State, request: NewApp): InstalledApp {
  const { slug = "gatewarden", repositories } = request;
  const account = accountNamed(state, request.account);
  const app = state.apps.find((one) => one.slug === slug) ?? registerApp(state, slug, account, request);
  const repositoryIds =
    repositories && new Set(repositories.map((name) => repositoryNamed(state, `${account.login}/${name}`).id));
  const installation = {
    id: state.nextId(),
    app,
    account,
    permissions: request.permissions ?? app.permissions,
    events: request.events ?? app.events,
    repositoryIds: repositoryIds ?? null,
    createdAt: state.now(),
    suspendedAt: null,
  };
  state.installations.push(installation);
  const covered = state.repositories.filter((one) => one.owner === account && (repositoryIds?.has(one.id) ?? true));
  const payload = {
    installation: installationShape(state, installation),
    repositories: covered.map((one) => installedRepositoryShape(one)),
    requester: null,
  };
  emitInstallation(state, installation, { name: "installation", action: "created", sender: account, payload });
  return { appId: app.id, slug, privateKey: app.privateKey, installationId: installation.id };
}

function registerApp(state: State, slug: string, owner: Account, request: NewApp): App {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const app: App = {
    id: state.nextId(),
    slug,
    name: slug.charAt(0).toUpperCase() + slug.slice(1),
    owner,
    bot: createAccount(state, `${slug}[bot]`, "Bot"),
    publicKey,
    privateKey: privateKey.export({ type: "pkcs1", format: "pem" }).toString(),
    permissions: request.permissions ?? defaultPermissions,
    events: request.events ?? defaultEvents,
    hookId: state.nextId(),
    createdAt: state.now(),
    webhook: request.webhook ?? null,
  };
  state.apps.push(app);
  return app;
}

/** "Re-run all checks": only the App of the suite hears of it. */
export async function rerequestSuite(state: State, repository: Repository, sha: string, by: string): Promise<void> {
  for (const suite of repository.checkSuites.filter(({ headSha }) => headSha === sha)) {
    await announceSuite(state, repository, suite, "rerequested", accountNamed(state, by));
  }
}

export async function markReady(
  state: State,
  repository: Repository,
  number: number,
  draft: boolean,
  by: string,
): Promise<void> {
  const pull = existing(repository.pullRequests.get(number), `pull request ${number}`);
  await setDraft(state, pull, draft, accountNamed(state, by));
}

export function rerequestCheck(state: State, repository: Repository, runId: number, by: string): void {
  const run = existing(
    repository.checkRuns.find(({ id }) => id === runId),
    `check run ${runId}`,
  );
  rerequest(state, repository, run, accountNamed(state, by));
}

function existing<T>(value: T | undefined | null, what: string): T {
  if (value === undefined || value === null) throw new Error(`there is no ${what}`);
  return value;
}
