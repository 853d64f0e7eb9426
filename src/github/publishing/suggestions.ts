import type { Suggestion } from "../../reports/suggestion.ts";
import type { Octokit } from "../client.ts";
import { hasStatus } from "../live-pull-request.ts";
import type { RepositoryAt } from "../work-key.ts";

export interface SuggestionTarget {
  readonly octokit: Octokit;
  /** Login of the App's own account, such as `gatewarden[bot]`. */
  readonly botLogin: string;
  readonly at: RepositoryAt;
  readonly number: number;
  readonly head: string;
}

/** More than a reader applies by hand would only be in the way. */
const most = 10;

/**
 * Offers each fix once in the life of a pull request, as a review comment on its lines, and returns how many were added. Lines
 * outside of what the pull request shows cannot be commented on: GitHub refuses them (422), and the comment on the check tells them.
 */
export async function offerSuggestions(target: SuggestionTarget, wanted: readonly Suggestion[]): Promise<number> {
  if (wanted.length === 0) return 0;
  const made = await markersOfOurs(target);
  let added = 0;
  for (const suggestion of wanted.filter(({ marker }) => !made.has(marker)).slice(0, most)) {
    try {
      await comment(target, suggestion);
      added++;
    } catch (error) {
      if (!hasStatus(error, 422)) throw error;
    }
  }
  return added;
}

async function comment(target: SuggestionTarget, { file, startLine, endLine, body }: Suggestion): Promise<void> {
  const { octokit, at, number, head } = target;
  await octokit.rest.pulls.createReviewComment({
    owner: at.owner,
    repo: at.repo,
    pull_number: number,
    commit_id: head,
    path: file,
    line: endLine,
    side: "RIGHT",
    ...(startLine < endLine ? { start_line: startLine, start_side: "RIGHT" as const } : {}),
    body,
    // A repeated request after a lost answer would make a second comment.
    request: { retries: 0 },
  });
}

async function markersOfOurs({ octokit, botLogin, at, number }: SuggestionTarget): Promise<ReadonlySet<string>> {
  const comments = await octokit.paginate(octokit.rest.pulls.listReviewComments, {
    owner: at.owner,
    repo: at.repo,
    pull_number: number,
    per_page: 100,
  });
  const ours = comments.filter(({ user }) => user?.type === "Bot" && user.login === botLogin);
  return new Set(ours.flatMap(({ body }) => body.split("\n", 1)));
}
