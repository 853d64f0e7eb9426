import { fullName, type PullRequest, type ReviewComment, type State, timestamp } from "../state.ts";
import { accountShape, nodeId } from "./account.ts";
import { association } from "./pull-request.ts";

export function reviewCommentShape(state: State, pull: PullRequest, comment: ReviewComment) {
  const { review, author, path, line, startLine, hunk, body, createdAt } = comment;
  const api = `${state.urls.api}/repos/${fullName(pull.repository)}/pulls`;
  const html = `${state.urls.html}/${fullName(pull.repository)}/pull/${pull.number}#discussion_r${comment.id}`;
  return {
    url: `${api}/comments/${comment.id}`,
    pull_request_review_id: review.id,
    id: comment.id,
    node_id: nodeId("PullRequestReviewComment", comment.id),
    diff_hunk: hunk,
    path,
    commit_id: review.commitId,
    original_commit_id: review.commitId,
    user: accountShape(state, author),
    body,
    created_at: timestamp(createdAt),
    updated_at: timestamp(createdAt),
    html_url: html,
    pull_request_url: `${api}/${pull.number}`,
    author_association: association(state, pull.repository, author),
    _links: {
      self: { href: `${api}/comments/${comment.id}` },
      html: { href: html },
      pull_request: { href: `${api}/${pull.number}` },
    },
    start_line: startLine,
    original_start_line: startLine,
    start_side: startLine === null ? null : "RIGHT",
    line,
    original_line: line,
    side: "RIGHT",
    subject_type: "line",
  };
}
