import { atLeast, permissionOf } from "../access.ts";
import { ApiError, invalid, invalidRequest } from "../api-error.ts";
import { simplePullRequestShape } from "../shapes/pull-request.ts";
import { webhookReviewShape } from "../shapes/review.ts";
import type { Account, PullRequest, Review, ReviewState, State } from "../state.ts";
import { emit } from "../webhooks.ts";

const states: Readonly<Record<string, ReviewState>> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

export interface NewReview {
  readonly event: string | undefined;
  readonly body: string;
  readonly commitId: string | undefined;
}

export function submitReview(state: State, pull: PullRequest, author: Account, request: NewReview): Review {
  const { event, body } = request;
  if (event !== undefined && !(event in states))
    throw invalidRequest(`${JSON.stringify(event)} is not a member of ["APPROVE", "REQUEST_CHANGES", "COMMENT"].`);
  if (author === pull.author && event === "APPROVE") throw refusal("Review Can not approve your own pull request");
  if (author === pull.author && event === "REQUEST_CHANGES")
    throw refusal("Review Can not request changes on your own pull request");
  if (event !== undefined && event !== "APPROVE" && body === "") throw refusal("Review Body can't be blank");

  const review: Review = {
    id: state.nextId(),
    author,
    body,
    state: event === undefined ? "PENDING" : (states[event] ?? "COMMENTED"),
    commitId: request.commitId ?? pull.headSha,
    submittedAt: state.now(),
  };
  pull.reviews.push(review);
  pull.requestedUsers.delete(author.login);
  if (review.state !== "PENDING") announceReview(state, pull, review, "submitted", author);
  return review;
}

/** Dismissing needs write access. The review stays in the list, as DISMISSED. */
export function dismissReview(state: State, pull: PullRequest, review: Review, by: Account, message: string): void {
  if (message === "") throw invalidRequest('"message" wasn\'t supplied.');
  if (by.type === "User" && !atLeast(permissionOf(state, pull.repository, by), "write")) {
    throw new ApiError(403, "Must have push access to dismiss a review.");
  }
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED") {
    throw invalid("PullRequestReview", "state", `Can not dismiss a ${review.state.toLowerCase()} pull request review`);
  }
  review.state = "DISMISSED";
  announceReview(state, pull, review, "dismissed", by);
}

export function editReview(state: State, pull: PullRequest, review: Review, by: Account, body: string): void {
  if (review.author !== by) throw new ApiError(403, "Must be the author of the review.");
  const changes = { body: { from: review.body } };
  review.body = body;
  announceReview(state, pull, review, "edited", by, { changes });
}

function refusal(message: string): ApiError {
  return new ApiError(422, `Unprocessable Entity: ${message}`);
}

export function announceReview(
  state: State,
  pull: PullRequest,
  review: Review,
  action: string,
  sender: Account,
  extra: Readonly<Record<string, unknown>> = {},
): void {
  emit(state, pull.repository, {
    name: "pull_request_review",
    action,
    sender,
    payload: {
      review: webhookReviewShape(state, pull, review),
      pull_request: simplePullRequestShape(state, pull),
      ...extra,
    },
  });
}
