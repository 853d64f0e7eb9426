import { type Account, type State, timestamp } from "../state.ts";

/** `simple-user` of GitHub's API description. */
export function accountShape(state: State, account: Account) {
  const api = `${state.urls.api}/users/${encodeURIComponent(account.login)}`;
  return {
    login: account.login,
    id: account.id,
    node_id: nodeId(account.type, account.id),
    avatar_url: `${state.urls.html}/avatars/${account.id}`,
    gravatar_id: "",
    url: api,
    html_url: `${state.urls.html}/${account.type === "Bot" ? `apps/${account.login.replace("[bot]", "")}` : account.login}`,
    followers_url: `${api}/followers`,
    following_url: `${api}/following{/other_user}`,
    gists_url: `${api}/gists{/gist_id}`,
    starred_url: `${api}/starred{/owner}{/repo}`,
    subscriptions_url: `${api}/subscriptions`,
    organizations_url: `${api}/orgs`,
    repos_url: `${api}/repos`,
    events_url: `${api}/events{/privacy}`,
    received_events_url: `${api}/received_events`,
    type: account.type,
    user_view_type: "public",
    site_admin: false,
  };
}

/** `public-user`: what `GET /users/{username}` and `GET /user` say. */
export function profileShape(state: State, account: Account) {
  return {
    ...accountShape(state, account),
    name: account.name,
    company: null,
    blog: "",
    location: null,
    email: null,
    hireable: null,
    bio: null,
    twitter_username: null,
    public_repos: state.repositories.filter((one) => one.owner === account && !one.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: timestamp(account.createdAt),
    updated_at: timestamp(account.createdAt),
  };
}

/** `organization-simple`, as webhooks and `GET /orgs/{org}` carry it. */
export function organisationShape(state: State, organisation: Account) {
  const api = `${state.urls.api}/orgs/${organisation.login}`;
  return {
    login: organisation.login,
    id: organisation.id,
    node_id: nodeId("Organization", organisation.id),
    url: api,
    repos_url: `${api}/repos`,
    events_url: `${api}/events`,
    hooks_url: `${api}/hooks`,
    issues_url: `${api}/issues`,
    members_url: `${api}/members{/member}`,
    public_members_url: `${api}/public_members{/member}`,
    avatar_url: `${state.urls.html}/avatars/${organisation.id}`,
    description: null,
  };
}

/** `organization-full` (and `team-organization`). */
export function organisationProfileShape(state: State, organisation: Account) {
  return {
    ...organisationShape(state, organisation),
    name: organisation.name ?? organisation.login,
    html_url: `${state.urls.html}/${organisation.login}`,
    type: "Organization",
    has_organization_projects: true,
    has_repository_projects: true,
    public_repos: state.repositories.filter((one) => one.owner === organisation && !one.private).length,
    public_gists: 0,
    followers: 0,
    following: 0,
    created_at: timestamp(organisation.createdAt),
    updated_at: timestamp(organisation.createdAt),
    archived_at: null,
  };
}

export function nodeId(kind: string, id: number): string {
  return Buffer.from(`0:${kind}${id}`).toString("base64");
}
