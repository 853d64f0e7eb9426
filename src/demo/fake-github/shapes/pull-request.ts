import { atLeast, permissionOf } from "../access.ts";
import { diffStatistics, mergeability } from "../operations/merging.ts";
import { type Account, fullName, type PullRequest, type Repository, type State, timestamp } from "../state.ts";
import { accountShape, nodeId } from "./account.ts";
import { repositoryShape } from "./repository.ts";
import { teamShape } from "./team.ts";

/** `pull-request-simple`: what lists of pull requests carry. */
export function simplePullRequestShape(state: State, pull: PullRequest) {
  const path = `${fullName(pull.repository)}`;
  const api = `${state.urls.api}/repos/${path}`;
  const html = `${state.urls.html}/${path}/pull/${pull.number}`;
  return {
    url: `${api}/pulls/${pull.number}`,
    id: pull.id,
    node_id: nodeId("PullRequest", pull.id),
    number: pull.number,
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    ...links(api, pull),
    state: pull.state,
    locked: false,
    title: pull.title,
    user: accountShape(state, pull.author),
    body: pull.body,
    labels: [],
    milestone: null,
    active_lock_reason: null,
    created_at: timestamp(pull.createdAt),
    updated_at: timestamp(pull.updatedAt),
    closed_at: pull.closedAt && timestamp(pull.closedAt),
    merged_at: pull.merged && timestamp(pull.merged.at),
    merge_commit_sha: pull.merged?.sha ?? null,
    assignee: null,
    assignees: [],
    requested_reviewers: [...pull.requestedUsers.values()].map((user) => accountShape(state, user)),
    requested_teams: [...pull.requestedTeams.values()].map((team) => teamShape(state, team)),
    head: side(state, pull.headLabel, pull.headRef, pull.headSha, pull.headRepository),
    base: side(state, `${pull.repository.owner.login}:${pull.baseRef}`, pull.baseRef, pull.baseSha, pull.repository),
    author_association: association(state, pull.repository, pull.author),
    auto_merge: null,
    draft: pull.draft,
    _links: hypertext(api, html, pull),
  };
}

/** `pull-request`: one of them, with what GitHub computes. */
export async function pullRequestShape(state: State, pull: PullRequest) {
  const [statistics, { mergeable, mergeableState }] = await Promise.all([diffStatistics(pull), mergeability(pull)]);
  return {
    ...simplePullRequestShape(state, pull),
    merged: pull.merged !== null,
    mergeable,
    rebaseable: false,
    mergeable_state: mergeableState,
    merged_by: pull.merged && accountShape(state, pull.merged.by),
    comments: pull.repository.comments.filter(({ number }) => number === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    ...statistics,
  };
}

export function association(state: State, repository: Repository, account: Account) {
  const { owner } = repository;
  if (owner === account) return "OWNER";
  if (owner.owners.has(account.login) || owner.members.has(account.login)) return "MEMBER";
  const writes =
    atLeast(permissionOf(state, repository, account), "write") || repository.collaborators.has(account.login);
  return writes ? "COLLABORATOR" : "NONE";
}

function side(state: State, label: string, ref: string, sha: string, repository: Repository | null) {
  const [login = ""] = label.split(":");
  const owner = state.accounts.get(login.toLowerCase());
  return {
    label,
    ref,
    sha,
    user: owner ? accountShape(state, owner) : null,
    // A fork that was deleted leaves null behind.
    repo: repository && repositoryShape(state, repository),
  };
}

function links(api: string, pull: PullRequest) {
  return {
    issue_url: `${api}/issues/${pull.number}`,
    commits_url: `${api}/pulls/${pull.number}/commits`,
    review_comments_url: `${api}/pulls/${pull.number}/comments`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
  };
}

function hypertext(api: string, html: string, pull: PullRequest) {
  const at = links(api, pull);
  return {
    self: { href: `${api}/pulls/${pull.number}` },
    html: { href: html },
    issue: { href: at.issue_url },
    comments: { href: at.comments_url },
    review_comments: { href: at.review_comments_url },
    review_comment: { href: at.review_comment_url },
    commits: { href: at.commits_url },
    statuses: { href: at.statuses_url },
  };
}
