import type { Tree } from "../kubernetes/tree.ts";
import type { NeededFacts } from "../review/needed-facts.ts";
import type { PolicyResult } from "../review/policy.ts";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import type { RepositoryAt } from "./work-key.ts";

/** The core: pure functions, handed in so that this folder can be tested without an engine. */
export interface Core {
  review(input: ReviewInput): Promise<ReviewPlan>;
  parsePolicy(text: string, file: string): PolicyResult;
  readonly defaultPolicy: PolicyResult;
  neededFacts(policy: PolicyResult, events: readonly SecurityEvent[], codeowners: string | null): NeededFacts;
}

/** The git side of one repository. */
export interface GitRepository {
  readonly tree: Tree;
  /** Brings these commits here with their history. Throws if the repository does not have one of them. */
  fetch(commits: readonly string[]): Promise<void>;
  /** Whether this commit is here, or could be brought here. */
  has(commit: string): Promise<boolean>;
  /** Null for unrelated histories. */
  mergeBase(one: string, other: string): Promise<string | null>;
}

export type OpenRepository = (at: RepositoryAt) => Promise<GitRepository>;
