import type { KeyObject } from "node:crypto";
import type { BareRepository } from "./bare-repository.ts";

/** Everything the fake knows. Plain objects in memory; only commits live on disk, in bare repositories. */
export interface State {
  readonly urls: Urls;
  readonly now: () => Date;
  readonly dataDir: string;
  readonly accounts: Map<string, Account>;
  readonly teams: Team[];
  readonly apps: App[];
  readonly installations: Installation[];
  readonly installationTokens: Map<string, InstallationToken>;
  readonly repositories: Repository[];
  readonly deliveries: Delivery[];
  /** Webhook attempts that have no answer yet. */
  readonly underway: Set<Promise<void>>;
  readonly failures: PlannedFailure[];
  readonly requests: RecordedRequest[];
  /** A test may stop the world between what a request has done and its answer. */
  beforeAnswer: ((request: RecordedRequest) => Promise<void>) | null;
  /** Ids count up over all kinds of things, so that one id never stands for two of them. */
  nextId(): number;
}

export interface Urls {
  /** Where people and git go: `http://127.0.0.1:PORT`. */
  readonly html: string;
  /** Where programs go: `http://127.0.0.1:PORT/api/v3`. */
  readonly api: string;
}

export type AccountType = "User" | "Organization" | "Bot";

export interface Account {
  readonly id: number;
  readonly login: string;
  readonly type: AccountType;
  readonly name: string | null;
  /** Commits with this address belong to the account. */
  readonly email: string;
  readonly token: string | null;
  readonly createdAt: Date;
  /** Logins of an organisation's owners and members; empty for people. */
  readonly owners: Set<string>;
  readonly members: Set<string>;
}

export interface Team {
  readonly id: number;
  readonly organisation: Account;
  readonly slug: string;
  readonly parent: Team | null;
  readonly members: Map<string, TeamMember>;
  readonly repositories: Map<number, Permission>;
  readonly createdAt: Date;
}

export interface TeamMember {
  readonly account: Account;
  readonly state: "active" | "pending";
  readonly role: "member" | "maintainer";
}

export type Permission = "none" | "read" | "triage" | "write" | "maintain" | "admin";
export type AppPermissions = Readonly<Record<string, "read" | "write">>;

export interface App {
  readonly id: number;
  readonly slug: string;
  readonly name: string;
  readonly owner: Account;
  readonly bot: Account;
  readonly publicKey: KeyObject;
  readonly privateKey: string;
  readonly permissions: AppPermissions;
  readonly events: readonly string[];
  readonly hookId: number;
  readonly createdAt: Date;
  webhook: { readonly url: string; readonly secret: string } | null;
}

export interface Installation {
  readonly id: number;
  readonly app: App;
  readonly account: Account;
  readonly permissions: AppPermissions;
  readonly events: readonly string[];
  /** Null: all repositories of the account. */
  readonly repositoryIds: Set<number> | null;
  readonly createdAt: Date;
  suspendedAt: Date | null;
}

export interface InstallationToken {
  readonly installation: Installation;
  readonly permissions: AppPermissions;
  readonly repositoryIds: ReadonlySet<number> | null;
  readonly expiresAt: Date;
}

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  readonly name: string;
  readonly private: boolean;
  readonly defaultBranch: string;
  readonly git: BareRepository;
  readonly parent: Repository | null;
  readonly collaborators: Map<string, Permission>;
  readonly protections: Map<string, Protection>;
  readonly pullRequests: Map<number, PullRequest>;
  readonly comments: IssueComment[];
  readonly checkRuns: CheckRun[];
  readonly checkSuites: CheckSuite[];
  readonly createdAt: Date;
  pushedAt: Date;
  nextNumber: number;
}

export interface Protection {
  readonly branch: string;
  readonly checks: readonly RequiredCheck[];
  /** GitHub's "Do not allow bypassing the above settings". */
  readonly enforceAdmins: boolean;
}

export interface RequiredCheck {
  readonly name: string;
  /** Only a check of this App counts; null: of any App. */
  readonly appId: number | null;
}

export interface PullRequest {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  readonly author: Account;
  readonly headLabel: string;
  readonly headRef: string;
  /** Null once the fork is deleted. */
  headRepository: Repository | null;
  headSha: string;
  baseRef: string;
  baseSha: string;
  title: string;
  body: string | null;
  state: "open" | "closed";
  draft: boolean;
  merged: { readonly at: Date; readonly by: Account; readonly sha: string } | null;
  readonly createdAt: Date;
  updatedAt: Date;
  closedAt: Date | null;
  readonly reviews: Review[];
  readonly reviewComments: ReviewComment[];
  readonly requestedUsers: Map<string, Account>;
  readonly requestedTeams: Map<string, Team>;
}

export type ReviewState = "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";

export interface Review {
  readonly id: number;
  readonly author: Account;
  /** The head at the time of submission. */
  readonly commitId: string;
  readonly submittedAt: Date;
  body: string;
  state: ReviewState;
}

/** A comment on lines of the diff. */
export interface ReviewComment {
  readonly id: number;
  readonly review: Review;
  readonly author: Account;
  readonly path: string;
  readonly line: number;
  readonly startLine: number | null;
  readonly hunk: string;
  readonly body: string;
  readonly createdAt: Date;
}

export interface IssueComment {
  readonly id: number;
  readonly number: number;
  readonly author: Account;
  readonly app: App | null;
  readonly createdAt: Date;
  updatedAt: Date;
  body: string;
}

export type CheckStatus = "queued" | "in_progress" | "completed";
export type Conclusion = "success" | "failure" | "neutral" | "cancelled" | "skipped" | "timed_out" | "action_required";

/** GitHub makes one for each App with write access to checks and each pushed commit. */
export interface CheckSuite {
  readonly id: number;
  readonly app: App;
  readonly headSha: string;
  readonly headBranch: string | null;
  readonly createdAt: Date;
}

export interface CheckRun {
  readonly id: number;
  readonly suite: CheckSuite;
  readonly app: App;
  readonly headSha: string;
  name: string;
  status: CheckStatus;
  conclusion: Conclusion | null;
  externalId: string;
  detailsUrl: string;
  startedAt: Date;
  completedAt: Date | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  actions: readonly CheckAction[];
  readonly annotations: Annotation[];
}

export interface CheckAction {
  readonly label: string;
  readonly description: string;
  readonly identifier: string;
}

export interface Annotation {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly startColumn: number | null;
  readonly endColumn: number | null;
  readonly level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title: string | null;
  readonly rawDetails: string | null;
}

/** One attempt to deliver a webhook. A redelivery is another one with the same guid. */
export interface Delivery {
  readonly id: number;
  readonly guid: string;
  readonly app: App;
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number | null;
  readonly repositoryId: number | null;
  readonly redelivery: boolean;
  /** The exact bytes that were signed and sent. */
  readonly body: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly deliveredAt: Date;
  /** Seconds. */
  duration: number;
  status: string;
  /** 0 while there is no answer. */
  statusCode: number;
  responseHeaders: Readonly<Record<string, string>>;
  responseBody: string;
}

/** An answer that a test wants instead of the real one, for requests that match. */
export interface PlannedFailure {
  readonly method?: string;
  readonly path: RegExp;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  times: number;
}

export interface RecordedRequest {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  /** Login of the user or bot, slug of an App that used its JWT, or "anonymous". */
  readonly caller: string;
}

export function emptyState(urls: Urls, dataDir: string, now: () => Date): State {
  let lastId = 1000;
  return {
    urls,
    now,
    dataDir,
    accounts: new Map(),
    teams: [],
    apps: [],
    installations: [],
    installationTokens: new Map(),
    repositories: [],
    deliveries: [],
    underway: new Set(),
    failures: [],
    requests: [],
    beforeAnswer: null,
    nextId: () => ++lastId,
  };
}

/** GitHub writes times in whole seconds. */
export function timestamp(date: Date): string {
  return date.toISOString().replace(/\.\d+Z$/, "Z");
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}
