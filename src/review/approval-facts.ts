/** A GitHub account. People are compared by numeric id: logins can be renamed. */
export interface Person {
  readonly id: number;
  readonly login: string;
  readonly type: "User" | "Bot" | "Organization" | "Mannequin";
}

export interface Review {
  readonly id: number;
  /** Null for a deleted account. */
  readonly user: Person | null;
  readonly state: "APPROVED" | "CHANGES_REQUESTED" | "COMMENTED" | "DISMISSED" | "PENDING";
  /** The head that the review was submitted at; null if GitHub no longer knows. */
  readonly commitId: string | null;
  /** RFC 3339. */
  readonly submittedAt: string | null;
  /**
   * Fingerprints that had been shown for `commitId` when the review was submitted. A later evaluation of the same commit
   * (policy or base moved) may have found more: those it does not cover. Absent: `eventsAt[commitId]`.
   */
  readonly eventsSeen?: readonly string[];
}

export interface ContributedCommit {
  readonly sha: string;
  /** Author, committer and co-authors that GitHub maps to accounts. GitHub's own web-flow committer is left out. */
  readonly people: readonly Person[];
  /** Names or addresses in the commit that map to no account. */
  readonly unattributed: readonly string[];
}

export type TeamMembers =
  | { readonly kind: "members"; readonly team: string; readonly userIds: readonly number[] }
  /** The team does not exist or the App may not see it. Fails closed: nobody counts as a member. */
  | { readonly kind: "unresolvable"; readonly team: string; readonly why: string };

export type RepositoryPermission = "admin" | "maintain" | "write" | "triage" | "read" | "none";

/** Everything about people that a verdict depends on, read live before each evaluation. Plain data. */
export interface ApprovalFacts {
  readonly author: Person | null;
  /** Who pushed the head last, where GitHub says. */
  readonly lastPusher: Person | null;
  /** All reviews in GitHub's (chronological) order. */
  readonly reviews: readonly Review[];
  readonly commits: readonly ContributedCommit[];
  readonly teams: readonly TeamMembers[];
  /** Accounts for logins that the policy or CODEOWNERS name; a login that does not exist is absent. */
  readonly users: readonly Person[];
  /** By user id, for every reviewer. */
  readonly permissions: Readonly<Record<number, RepositoryPermission>>;
  /** Fingerprints of the events that an evaluation published at an earlier or the present head, by commit sha. */
  readonly eventsAt: Readonly<Record<string, readonly string[]>>;
  readonly overrides: readonly Override[];
}

/** A break-glass command of a member of the policy's emergency group. Valid for one head. */
export interface Override {
  readonly by: Person;
  readonly commit: string;
  readonly reason: string;
  readonly at: string;
  readonly expiresAt: string;
}
