import { listOpenPullRequests } from "./live-pull-request.ts";
import type { ReviewContext } from "./review-job.ts";
import type { WorkKey } from "./work-key.ts";

type WideKey = Exclude<WorkKey, { readonly kind: "pull-request" }>;

/** What work on a whole installation, repository, branch or commit consists of, from live data. */
export async function breakDownWork(context: ReviewContext, key: WideKey): Promise<readonly WorkKey[]> {
  const octokit = await context.github.forInstallation(key.installation);
  if (key.kind === "installation") {
    const repositories = await octokit.paginate(octokit.rest.apps.listReposAccessibleToInstallation, { per_page: 100 });
    return repositories
      .filter((repository) => !repository.archived)
      .map(({ owner, name }) => ({ ...key, kind: "repository", owner: owner.login, repo: name }));
  }
  const open = await listOpenPullRequests(octokit, key, key.kind === "branch" ? key.branch : undefined);
  const { installation, owner, repo } = key;
  const pullRequest = (number: number): WorkKey => ({ kind: "pull-request", installation, owner, repo, number });
  if (key.kind === "head") return open.filter(({ head }) => head === key.head).map(({ number }) => pullRequest(number));
  if (key.kind === "branch") return open.map(({ number }) => pullRequest(number));
  // Those that were open when last seen and no longer are: a close that we were not told about.
  const known = await context.records.openPullRequests(`${owner}/${repo}`);
  const numbers = new Set([...open, ...known].map(({ number }) => number));
  return [...numbers].map(pullRequest);
}
