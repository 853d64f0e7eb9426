import { generateKeyPairSync } from "node:crypto";
import { existing } from "./existing.ts";
import { rerequest } from "./operations/check-runs.ts";
import { announceSuite } from "./operations/check-suites.ts";
import { setDraft } from "./operations/pull-requests.ts";
import { accountNamed, createAccount } from "./people.ts";
import { repositoryNamed } from "./repositories.ts";
import { installationShape } from "./shapes/app.ts";
import { installedRepositoryShape } from "./shapes/repository.ts";
import type { Account, App, AppPermissions, Repository, State } from "./state.ts";
import { emitInstallation } from "./webhooks.ts";

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
