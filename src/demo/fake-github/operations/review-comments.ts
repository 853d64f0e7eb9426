import { invalid, invalidRequest } from "../api-error.ts";
import type { Account, PullRequest, Review, ReviewComment, State } from "../state.ts";
import { announceReview } from "./reviews.ts";

export interface NewReviewComment {
  readonly path: string | undefined;
  readonly line: number | undefined;
  readonly startLine: number | undefined;
  readonly body: string | undefined;
  readonly commitId: string | undefined;
}

/** A single comment is a review of its own, with no opinion. Only lines that the diff shows can be commented on. */
export async function createReviewComment(
  state: State,
  pull: PullRequest,
  author: Account,
  { path, line, startLine, body, commitId }: NewReviewComment,
): Promise<ReviewComment> {
  if (!path || line === undefined || !body || !commitId)
    throw invalidRequest("path, line, body and commit_id are needed.");
  const hunk = await hunkAt(pull, path, startLine ?? line, line);
  if (hunk === undefined)
    throw invalid("PullRequestReviewComment", "pull_request_review_thread.line", "must be part of the diff");
  const review: Review = {
    id: state.nextId(),
    author,
    body: "",
    state: "COMMENTED",
    commitId,
    submittedAt: state.now(),
  };
  pull.reviews.push(review);
  const comment: ReviewComment = {
    id: state.nextId(),
    review,
    author,
    path,
    line,
    startLine: startLine ?? null,
    hunk,
    body,
    createdAt: state.now(),
  };
  pull.reviewComments.push(comment);
  announceReview(state, pull, review, "submitted", author);
  return comment;
}

/** The hunk whose right side holds both lines. */
async function hunkAt(pull: PullRequest, path: string, first: number, last: number): Promise<string | undefined> {
  const base = (await pull.repository.git.run(["merge-base", pull.baseSha, pull.headSha])).trim();
  const text = await pull.repository.git.run(["diff", "--no-color", base, pull.headSha, "--", `:(literal)${path}`]);
  return text
    .split(/^(?=@@ )/m)
    .slice(1)
    .find((hunk) => {
      const [, start = "0", count = "1"] = /^@@ -\S+ \+(\d+)(?:,(\d+))? @@/.exec(hunk) ?? [];
      return first <= last && first >= Number(start) && last < Number(start) + Number(count);
    });
}
