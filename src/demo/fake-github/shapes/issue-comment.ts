import { fullName, type IssueComment, type PullRequest, type Repository, type State, timestamp } from "../state.ts";
import { accountShape, nodeId } from "./account.ts";
import { appShape } from "./app.ts";
import { association } from "./pull-request.ts";

export function issueCommentShape(state: State, repository: Repository, comment: IssueComment) {
  const api = `${state.urls.api}/repos/${fullName(repository)}/issues`;
  return {
    url: `${api}/comments/${comment.id}`,
    html_url: `${state.urls.html}/${fullName(repository)}/pull/${comment.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/${comment.number}`,
    id: comment.id,
    node_id: nodeId("IssueComment", comment.id),
    user: accountShape(state, comment.author),
    created_at: timestamp(comment.createdAt),
    updated_at: timestamp(comment.updatedAt),
    body: comment.body,
    author_association: association(state, repository, comment.author),
    performed_via_github_app: comment.app && appShape(state, comment.app),
    reactions: noReactions(`${api}/comments/${comment.id}`),
  };
}

/** The issue side of a pull request, as `issue_comment` webhooks and `GET /issues/{n}` carry it. */
export function issueShape(state: State, pull: PullRequest) {
  const repository = `${state.urls.api}/repos/${fullName(pull.repository)}`;
  const api = `${repository}/issues/${pull.number}`;
  const html = `${state.urls.html}/${fullName(pull.repository)}/pull/${pull.number}`;
  return {
    url: api,
    repository_url: repository,
    labels_url: `${api}/labels{/name}`,
    comments_url: `${api}/comments`,
    events_url: `${api}/events`,
    html_url: html,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    number: pull.number,
    title: pull.title,
    user: accountShape(state, pull.author),
    labels: [],
    state: pull.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: pull.repository.comments.filter(({ number }) => number === pull.number).length,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: pull.closedAt && timestamp(pull.closedAt),
    author_association: association(state, pull.repository, pull.author),
    active_lock_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${repository}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull.merged && timestamp(pull.merged.at),
    },
    body: pull.body,
    performed_via_github_app: null,
    state_reason: null,
    reactions: noReactions(api),
  };
}

function noReactions(api: string) {
  const counts = { "+1": 0, "-1": 0, laugh: 0, hooray: 0, confused: 0, heart: 0, rocket: 0, eyes: 0 };
  return { url: `${api}/reactions`, total_count: 0, ...counts };
}
