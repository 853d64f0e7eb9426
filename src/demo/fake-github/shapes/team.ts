import { type State, type Team, timestamp } from "../state.ts";
import { nodeId, organisationProfileShape } from "./account.ts";

/** `team-simple`: a team without its parent. */
export function simpleTeamShape(state: State, team: Team) {
  const { organisation } = team;
  const api = `${state.urls.api}/organizations/${organisation.id}/team/${team.id}`;
  return {
    id: team.id,
    node_id: nodeId("Team", team.id),
    name: team.slug,
    slug: team.slug,
    description: null,
    privacy: "closed",
    notification_setting: "notifications_enabled",
    permission: "pull",
    type: "organization",
    url: api,
    html_url: `${state.urls.html}/orgs/${organisation.login}/teams/${team.slug}`,
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
  };
}

export function teamShape(state: State, team: Team) {
  return { ...simpleTeamShape(state, team), parent: team.parent && simpleTeamShape(state, team.parent) };
}

/** `team-full`: the answer of `GET /orgs/{org}/teams/{team_slug}`. */
export function fullTeamShape(state: State, team: Team) {
  return {
    ...teamShape(state, team),
    members_count: team.members.size,
    repos_count: team.repositories.size,
    created_at: timestamp(team.createdAt),
    updated_at: timestamp(team.createdAt),
    organization: organisationProfileShape(state, team.organisation),
  };
}

export function teamMembershipShape(state: State, team: Team, login: string, role: string, membership: string) {
  return {
    url: `${state.urls.api}/organizations/${team.organisation.id}/team/${team.id}/memberships/${login}`,
    role,
    state: membership,
  };
}
