import { fullName, type PullRequest, type Review, type State, timestamp } from "../state.ts";
import { accountShape, nodeId } from "./account.ts";
import { association } from "./pull-request.ts";

export function reviewShape(state: State, pull: PullRequest, review: Review) {
  const html = `${state.urls.html}/${fullName(pull.repository)}/pull/${pull.number}#pullrequestreview-${review.id}`;
  const pullRequestUrl = `${state.urls.api}/repos/${fullName(pull.repository)}/pulls/${pull.number}`;
  return {
    id: review.id,
    node_id: nodeId("PullRequestReview", review.id),
    user: accountShape(state, review.author),
    body: review.body,
    state: review.state as string,
    html_url: html,
    pull_request_url: pullRequestUrl,
    author_association: association(state, pull.repository, review.author),
    _links: { html: { href: html }, pull_request: { href: pullRequestUrl } },
    submitted_at: timestamp(review.submittedAt),
    commit_id: review.commitId,
  };
}

/** Webhooks spell the state in small letters and leave out an empty body. */
export function webhookReviewShape(state: State, pull: PullRequest, review: Review) {
  const shape = reviewShape(state, pull, review);
  return { ...shape, state: shape.state.toLowerCase(), body: shape.body || null };
}
