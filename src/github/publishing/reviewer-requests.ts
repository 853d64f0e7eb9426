import type { Octokit } from "../client.ts";
import { hasStatus, type LivePullRequest } from "../live-pull-request.ts";
import type { RepositoryAt } from "../work-key.ts";

/**
 * Asks the wanted people and teams (`org/slug`) who were not asked yet for this head, and returns everybody asked so far.
 * Who cannot be asked (no access to the repository) is left out: the comment names them anyway.
 */
export async function requestReviewers(
  octokit: Octokit,
  at: RepositoryAt,
  live: LivePullRequest,
  wanted: readonly string[],
  asked: readonly string[],
): Promise<readonly string[]> {
  const unwanted = new Set([live.author?.login ?? "", ...live.requestedReviewers, ...asked].map(lowerCase));
  const missing = wanted.filter((name) => !unwanted.has(lowerCase(name)));
  // One by one: GitHub refuses a whole request for one name that it does not accept.
  for (const name of missing) await request(octokit, at, live.number, name);
  return [...new Set([...asked, ...missing])];
}

async function request(octokit: Octokit, at: RepositoryAt, number: number, name: string): Promise<void> {
  const [organisation = "", slug] = name.split("/");
  // A team of another organisation cannot review here.
  if (slug !== undefined && lowerCase(organisation) !== lowerCase(at.owner)) return;
  try {
    await octokit.rest.pulls.requestReviewers({
      owner: at.owner,
      repo: at.repo,
      pull_number: number,
      ...(slug === undefined ? { reviewers: [name] } : { team_reviewers: [slug] }),
    });
  } catch (error) {
    if (!hasStatus(error, 404, 422)) throw error;
  }
}

function lowerCase(name: string): string {
  return name.toLowerCase();
}
