import type { Person } from "../review/approval-facts.ts";
import { toPerson } from "./account.ts";
import type { Octokit } from "./client.ts";
import type { RepositoryAt } from "./work-key.ts";

/** A pull request as GitHub has it at this moment. */
export interface LivePullRequest {
  readonly number: number;
  readonly state: "open" | "closed";
  readonly draft: boolean;
  readonly author: Person | null;
  readonly head: string;
  readonly baseRef: string;
  /** How many commits it has; lists of them end at 250. */
  readonly commits: number;
  /** Requested and not yet answered: logins, and teams as `org/slug`. */
  readonly requestedReviewers: readonly string[];
  readonly merge: { readonly by: Person | null; readonly commit: string | null; readonly at: string } | null;
}

/** Null if it does not exist or the App may no longer see it. */
export async function readPullRequest(
  octokit: Octokit,
  at: RepositoryAt,
  number: number,
): Promise<LivePullRequest | null> {
  try {
    const { data } = await octokit.rest.pulls.get({ owner: at.owner, repo: at.repo, pull_number: number });
    return {
      number,
      state: data.state,
      draft: data.draft ?? false,
      author: toPerson(data.user),
      head: data.head.sha,
      baseRef: data.base.ref,
      commits: data.commits,
      requestedReviewers: [
        ...(data.requested_reviewers ?? []).map((user) => user.login),
        ...(data.requested_teams ?? []).map((team) => `${at.owner}/${team.slug}`),
      ],
      merge: data.merged_at
        ? { by: toPerson(data.merged_by), commit: data.merge_commit_sha, at: data.merged_at }
        : null,
    };
  } catch (error) {
    if (hasStatus(error, 404, 410)) return null;
    throw error;
  }
}

/** Numbers and heads of all open pull requests, or of those into one branch. None if the repository is gone. */
export async function listOpenPullRequests(
  octokit: Octokit,
  at: RepositoryAt,
  branch?: string,
): Promise<readonly { readonly number: number; readonly head: string }[]> {
  try {
    const pulls = await octokit.paginate(octokit.rest.pulls.list, {
      owner: at.owner,
      repo: at.repo,
      state: "open",
      per_page: 100,
      ...(branch === undefined ? {} : { base: branch }),
    });
    return pulls.map((pull) => ({ number: pull.number, head: pull.head.sha }));
  } catch (error) {
    if (hasStatus(error, 404, 410)) return [];
    throw error;
  }
}

/** Whether the error is GitHub's answer with one of these HTTP statuses. */
export function hasStatus(error: unknown, ...statuses: readonly number[]): boolean {
  return error instanceof Error && "status" in error && statuses.includes(error.status as number);
}
