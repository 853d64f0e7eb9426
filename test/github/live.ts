import type { LivePullRequest } from "../../src/github/live-pull-request.ts";
import type { RepositoryAt } from "../../src/github/work-key.ts";

export const at: RepositoryAt = { installation: 1, owner: "acme", repo: "shop" };

/** Pull request 7 of acme/shop by dora, open, with one commit. */
export function livePullRequest(changes: Partial<LivePullRequest> = {}): LivePullRequest {
  return {
    number: 7,
    state: "open",
    draft: false,
    author: { id: 4, login: "dora", type: "User" },
    head: "c".repeat(40),
    baseRef: "main",
    commits: 1,
    requestedReviewers: [],
    merge: null,
    ...changes,
  };
}
