import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { restApi } from "./api.ts";
import * as control from "./control.ts";
import * as people from "./people.ts";
import { type Person, personOf } from "./person.ts";
import * as repositories from "./repositories.ts";
import { isGitRequest, serveGit } from "./smart-http.ts";
import {
  type Account,
  type CheckRun,
  type Delivery,
  emptyState,
  type IssueComment,
  type Permission,
  type PlannedFailure,
  type PullRequest,
  type RecordedRequest,
  type RequiredCheck,
  type ReviewComment,
  type State,
} from "./state.ts";
import { redeliver } from "./webhooks.ts";

export interface FakeGitHubOptions {
  readonly port?: number;
  readonly host?: "127.0.0.1";
  /** Where the bare repositories go. Without it, a temporary folder that `close` removes. */
  readonly dataDir?: string;
  readonly now?: () => Date;
  /** For every App that is installed without a webhook of its own. */
  readonly webhook?: { readonly url: string; readonly secret: string };
}

/** Repositories are named `owner/name`, people and organisations by login. */
export interface FakeGitHub {
  /** For browsers and git: `http://127.0.0.1:PORT`. */
  readonly url: string;
  /** For programs: `http://127.0.0.1:PORT/api/v3`. */
  readonly apiUrl: string;

  createUser(login: string): Account;
  createOrganisation(login: string, owners?: readonly string[]): Account;
  createTeam(
    org: string,
    slug: string,
    members: readonly string[],
    options?: { readonly parent?: string; readonly pending?: readonly string[] },
  ): void;
  addTeamMember(org: string, slug: string, login: string, membership?: "active" | "pending"): void;
  removeTeamMember(org: string, slug: string, login: string): void;
  grantTeam(org: string, slug: string, repository: string, permission: Permission): void;
  addCollaborator(repository: string, login: string, permission: Permission): void;

  createRepository(request: repositories.NewRepository): Promise<void>;
  fork(repository: string, owner: string): Promise<void>;
  deleteRepository(repository: string): void;
  commit(repository: string, branch: string, request: repositories.CommitRequest): Promise<string>;
  /** Moves a branch to an existing commit (a forced push); null deletes it. */
  pushBranch(repository: string, branch: string, to: string | null, pusher: string): Promise<void>;
  protectBranch(
    repository: string,
    branch: string,
    rule: { readonly requiredChecks: readonly string[]; readonly appId?: number; readonly enforceAdmins?: boolean },
  ): void;
  unprotectBranch(repository: string, branch: string): void;
  /** Folder of the bare repository, to look into with git. */
  gitDir(repository: string): string;

  installApp(request: control.NewApp): control.InstalledApp;
  setWebhook(url: string, secret: string, slug?: string): void;

  asUser(login: string): Person;
  /** GitHub offers these two only in its pages and in GraphQL. */
  markReady(repository: string, number: number, by: string): Promise<void>;
  convertToDraft(repository: string, number: number, by: string): Promise<void>;
  /** The "Re-run" button of a check. */
  rerequestCheck(repository: string, runId: number, by: string): void;
  /** "Re-run all checks" of a commit. */
  rerequestSuite(repository: string, sha: string, by: string): Promise<void>;

  pullRequest(repository: string, number: number): PullRequest;
  /** Oldest first; of one commit when it is given. */
  checkRuns(repository: string, sha?: string): readonly CheckRun[];
  comments(repository: string, number: number): readonly IssueComment[];
  /** Comments on lines of the diff, oldest first. */
  reviewComments(repository: string, number: number): readonly ReviewComment[];

  /** Every attempt to deliver a webhook, in order. */
  readonly deliveries: readonly Delivery[];
  /** Every REST request with its answer's status, in order. */
  readonly requests: readonly RecordedRequest[];
  /** Delivers once more, with the same guid. */
  redeliver(deliveryId: number): void;
  /** Answers the next `times` (default 1) matching requests with this status. */
  failNext(failure: Omit<PlannedFailure, "times"> & { readonly times?: number }): void;
  /** Runs after a request was carried out and before it is answered, for crashes in between; null removes it. */
  beforeAnswer(listener: ((request: RecordedRequest) => Promise<void>) | null): void;
  /** Every delivery so far was answered or has failed. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a small GitHub on the loopback interface. Everything but the commits lives in memory. */
export async function startFakeGitHub(options: FakeGitHubOptions = {}): Promise<FakeGitHub> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), "fake-github-")));
  const server = createServer();
  await listen(server, options.port ?? 0, options.host ?? "127.0.0.1");
  const { address, port } = server.address() as AddressInfo;
  const url = `http://${address}:${port}`;
  const state = emptyState({ html: url, api: `${url}/api/v3` }, dataDir, options.now ?? (() => new Date()));
  // GitHub's own account, which commits what is merged in the browser.
  state.accounts.set("web-flow", {
    ...people.createAccount(state, "web-flow", "User"),
    email: "noreply@github.com",
    token: null,
  });

  const answer = getRequestListener(restApi(state).fetch);
  server.on("request", (request, response) => {
    void (isGitRequest(request.url ?? "/") ? serveGit(state, request, response) : answer(request, response));
  });
  return {
    ...controls(state, options),
    close: async () => {
      await idle(state);
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

function controls(state: State, options: FakeGitHubOptions): Omit<FakeGitHub, "close"> {
  const repositoryNamed = (name: string) => repositories.repositoryNamed(state, name);
  return {
    url: state.urls.html,
    apiUrl: state.urls.api,
    deliveries: state.deliveries,
    requests: state.requests,
    ...peopleControls(state),

    createRepository: async (request) => void (await repositories.createRepository(state, request)),
    fork: async (repository, owner) =>
      void (await repositories.forkRepository(state, repositoryNamed(repository), people.accountNamed(state, owner))),
    deleteRepository: (repository) => repositories.deleteRepository(state, repositoryNamed(repository)),
    commit: (repository, branch, request) => repositories.commit(state, repositoryNamed(repository), branch, request),
    pushBranch: (repository, branch, to, pusher) =>
      repositories.pushBranch(state, repositoryNamed(repository), branch, to, pusher),
    protectBranch: (repository, branch, { requiredChecks, appId = null, enforceAdmins = true }) => {
      const checks = requiredChecks.map((name): RequiredCheck => ({ name, appId }));
      repositoryNamed(repository).protections.set(branch, { branch, checks, enforceAdmins });
    },
    unprotectBranch: (repository, branch) => void repositoryNamed(repository).protections.delete(branch),
    gitDir: (repository) => repositoryNamed(repository).git.dir,

    installApp: (request) =>
      control.installApp(state, { ...(options.webhook ? { webhook: options.webhook } : {}), ...request }),
    setWebhook: (url, secret, slug) => {
      for (const app of state.apps) if (slug === undefined || app.slug === slug) app.webhook = { url, secret };
    },
    ...observations(state),

    markReady: (repository, number, by) => control.markReady(state, repositoryNamed(repository), number, false, by),
    convertToDraft: (repository, number, by) => control.markReady(state, repositoryNamed(repository), number, true, by),
    rerequestCheck: (repository, runId, by) => control.rerequestCheck(state, repositoryNamed(repository), runId, by),
    rerequestSuite: (repository, sha, by) => control.rerequestSuite(state, repositoryNamed(repository), sha, by),
    failNext: (failure) => void state.failures.push({ times: 1, ...failure }),
    redeliver: (deliveryId) => {
      const delivery = state.deliveries.find(({ id }) => id === deliveryId);
      if (!delivery) throw new Error(`there is no delivery ${deliveryId}`);
      redeliver(state, delivery);
    },
    beforeAnswer: (listener) => {
      state.beforeAnswer = listener;
    },
    idle: () => idle(state),
  };
}

function peopleControls(state: State) {
  return {
    createUser: (login: string) => people.createAccount(state, login, "User"),
    createOrganisation: (login: string, owners: readonly string[] = []) => {
      const organisation = people.createAccount(state, login, "Organization");
      for (const owner of owners) organisation.owners.add(people.accountNamed(state, owner).login);
      return organisation;
    },
    createTeam: (org, slug, members, options) => void people.createTeam(state, org, slug, members, options),
    addTeamMember: (org, slug, login, membership = "active") =>
      people.changeTeamMember(state, org, slug, login, membership),
    removeTeamMember: (org, slug, login) => people.changeTeamMember(state, org, slug, login, "none"),
    grantTeam: (org, slug, repository, permission) =>
      void people
        .teamNamed(state, org, slug)
        .repositories.set(repositories.repositoryNamed(state, repository).id, permission),
    addCollaborator: (repository, login, permission) =>
      void repositories
        .repositoryNamed(state, repository)
        .collaborators.set(people.accountNamed(state, login).login, permission),
    asUser: (login: string) => personOf(state, people.accountNamed(state, login)),
  } satisfies Partial<FakeGitHub>;
}

function observations(state: State) {
  return {
    pullRequest: (repository, number) => {
      const pull = repositories.repositoryNamed(state, repository).pullRequests.get(number);
      if (!pull) throw new Error(`there is no pull request ${number}`);
      return pull;
    },
    checkRuns: (repository, sha) =>
      repositories
        .repositoryNamed(state, repository)
        .checkRuns.filter((run) => sha === undefined || run.headSha === sha),
    reviewComments: (repository, number) =>
      repositories.repositoryNamed(state, repository).pullRequests.get(number)?.reviewComments ?? [],
    comments: (repository, number) =>
      repositories.repositoryNamed(state, repository).comments.filter((comment) => comment.number === number),
  } satisfies Partial<FakeGitHub>;
}

async function idle(state: State): Promise<void> {
  while (state.underway.size > 0) await Promise.all(state.underway);
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () => done());
  });
}
