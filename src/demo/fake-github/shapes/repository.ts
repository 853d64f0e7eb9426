import { fullName, type Permission, type Repository, type State, timestamp } from "../state.ts";
import { accountShape, nodeId, organisationShape } from "./account.ts";

/** `repository` and `minimal-repository` of GitHub's API description, and what webhooks carry. */
export function repositoryShape(state: State, repository: Repository) {
  const html = `${state.urls.html}/${fullName(repository)}`;
  const openPullRequests = [...repository.pullRequests.values()].filter((one) => one.state === "open").length;
  return {
    id: repository.id,
    node_id: nodeId("Repository", repository.id),
    name: repository.name,
    full_name: fullName(repository),
    private: repository.private,
    owner: accountShape(state, repository.owner),
    html_url: html,
    description: null,
    fork: repository.parent !== null,
    ...apiLinks(`${state.urls.api}/repos/${fullName(repository)}`),
    git_url: `git://${html.replace(/^https?:\/\//, "")}.git`,
    ssh_url: `git@${new URL(html).hostname}:${fullName(repository)}.git`,
    clone_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    created_at: timestamp(repository.createdAt),
    updated_at: timestamp(repository.pushedAt),
    pushed_at: timestamp(repository.pushedAt),
    size: 0,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: openPullRequests,
    open_issues_count: openPullRequests,
    has_issues: true,
    has_projects: false,
    has_downloads: true,
    has_wiki: false,
    has_pages: false,
    has_discussions: false,
    archived: false,
    disabled: false,
    allow_forking: true,
    is_template: false,
    web_commit_signoff_required: false,
    topics: [],
    visibility: repository.private ? "private" : "public",
    default_branch: repository.defaultBranch,
  };
}

/** `full-repository`: the answer of `GET /repos/{owner}/{repo}`. */
export function fullRepositoryShape(state: State, repository: Repository, permission: Permission) {
  const { owner, parent } = repository;
  return {
    ...repositoryShape(state, repository),
    permissions: rights(permission),
    allow_rebase_merge: false,
    allow_squash_merge: true,
    allow_merge_commit: true,
    allow_auto_merge: false,
    delete_branch_on_merge: false,
    network_count: 0,
    subscribers_count: 0,
    ...(owner.type === "Organization" ? { organization: accountShape(state, owner) } : {}),
    ...(parent ? { parent: repositoryShape(state, parent), source: repositoryShape(state, parent) } : {}),
  };
}

/** What `installation` webhooks say of each repository. */
export function installedRepositoryShape(repository: Repository) {
  const { id, name } = repository;
  return { id, node_id: nodeId("Repository", id), name, full_name: fullName(repository), private: repository.private };
}

/** The fields that every webhook about a repository carries besides its own. */
export function repositoryContext(state: State, repository: Repository) {
  const { owner } = repository;
  return {
    repository: repositoryShape(state, repository),
    ...(owner.type === "Organization" ? { organization: organisationShape(state, owner) } : {}),
  };
}

export function rights(permission: Permission) {
  const order: readonly Permission[] = ["none", "read", "triage", "write", "maintain", "admin"];
  const rank = order.indexOf(permission);
  return { admin: rank >= 5, maintain: rank >= 4, push: rank >= 3, triage: rank >= 2, pull: rank >= 1 };
}

function apiLinks(api: string) {
  return {
    url: api,
    archive_url: `${api}/{archive_format}{/ref}`,
    assignees_url: `${api}/assignees{/user}`,
    blobs_url: `${api}/git/blobs{/sha}`,
    branches_url: `${api}/branches{/branch}`,
    collaborators_url: `${api}/collaborators{/collaborator}`,
    comments_url: `${api}/comments{/number}`,
    commits_url: `${api}/commits{/sha}`,
    compare_url: `${api}/compare/{base}...{head}`,
    contents_url: `${api}/contents/{+path}`,
    contributors_url: `${api}/contributors`,
    deployments_url: `${api}/deployments`,
    downloads_url: `${api}/downloads`,
    events_url: `${api}/events`,
    forks_url: `${api}/forks`,
    git_commits_url: `${api}/git/commits{/sha}`,
    git_refs_url: `${api}/git/refs{/sha}`,
    git_tags_url: `${api}/git/tags{/sha}`,
    hooks_url: `${api}/hooks`,
    issue_comment_url: `${api}/issues/comments{/number}`,
    issue_events_url: `${api}/issues/events{/number}`,
    issues_url: `${api}/issues{/number}`,
    keys_url: `${api}/keys{/key_id}`,
    labels_url: `${api}/labels{/name}`,
    languages_url: `${api}/languages`,
    merges_url: `${api}/merges`,
    milestones_url: `${api}/milestones{/number}`,
    notifications_url: `${api}/notifications{?since,all,participating}`,
    pulls_url: `${api}/pulls{/number}`,
    releases_url: `${api}/releases{/id}`,
    stargazers_url: `${api}/stargazers`,
    statuses_url: `${api}/statuses/{sha}`,
    subscribers_url: `${api}/subscribers`,
    subscription_url: `${api}/subscription`,
    tags_url: `${api}/tags`,
    teams_url: `${api}/teams`,
    trees_url: `${api}/git/trees{/sha}`,
  };
}
