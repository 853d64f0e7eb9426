import { ApiError, invalid } from "../api-error.ts";
import { issueCommentShape, issueShape } from "../shapes/issue-comment.ts";
import type { Account, App, IssueComment, PullRequest, Repository, State } from "../state.ts";
import { emit } from "../webhooks.ts";

/** GitHub's limit for the text of a comment. */
const maximumLength = 65_536;

export function createComment(
  state: State,
  pull: PullRequest,
  author: Account,
  app: App | null,
  body: unknown,
): IssueComment {
  const at = state.now();
  const comment: IssueComment = {
    id: state.nextId(),
    number: pull.number,
    author,
    app,
    createdAt: at,
    updatedAt: at,
    body: acceptedBody(body),
  };
  pull.repository.comments.push(comment);
  pull.updatedAt = at;
  announceComment(state, pull, comment, "created", author);
  return comment;
}

export function editComment(
  state: State,
  repository: Repository,
  comment: IssueComment,
  by: Account,
  body: unknown,
): void {
  requireOwn(comment, by);
  const changes = { body: { from: comment.body } };
  comment.body = acceptedBody(body);
  comment.updatedAt = state.now();
  announceComment(state, pullOf(repository, comment), comment, "edited", by, { changes });
}

export function deleteComment(
  state: State,
  repository: Repository,
  comment: IssueComment,
  by: Account,
  isAdmin: boolean,
): void {
  if (!isAdmin) requireOwn(comment, by);
  repository.comments.splice(repository.comments.indexOf(comment), 1);
  announceComment(state, pullOf(repository, comment), comment, "deleted", by);
}

function acceptedBody(body: unknown): string {
  if (typeof body !== "string" || body.trim() === "")
    throw invalid("IssueComment", "body", "body can't be blank", "missing_field");
  if (body.length > maximumLength) {
    throw invalid("IssueComment", "body", `body is too long (maximum is ${maximumLength} characters)`);
  }
  return body;
}

function requireOwn(comment: IssueComment, by: Account): void {
  if (comment.author !== by) throw new ApiError(403, "Must have admin rights to Repository.");
}

function pullOf(repository: Repository, comment: IssueComment): PullRequest {
  const pull = repository.pullRequests.get(comment.number);
  if (!pull) throw new Error(`comment ${comment.id} belongs to no pull request`);
  return pull;
}

function announceComment(
  state: State,
  pull: PullRequest,
  comment: IssueComment,
  action: string,
  sender: Account,
  extra: Readonly<Record<string, unknown>> = {},
): void {
  const payload = {
    issue: issueShape(state, pull),
    comment: issueCommentShape(state, pull.repository, comment),
    ...extra,
  };
  emit(state, pull.repository, { name: "issue_comment", action, sender, payload });
}
