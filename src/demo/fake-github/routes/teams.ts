import { isActiveMember, repositoryPermissionOf, requireOrganisationAccess } from "../access.ts";
import { type Api, type Call, found, parameter, repositoryOf } from "../endpoint.ts";
import { page } from "../pages.ts";
import { accountShape } from "../shapes/account.ts";
import { rights } from "../shapes/repository.ts";
import { fullTeamShape, teamMembershipShape, teamShape } from "../shapes/team.ts";
import type { Account, State, Team } from "../state.ts";

/** Teams by slug and by id, their members, and the teams of a repository. */
export function registerTeams(api: Api, state: State): void {
  api.get("/orgs/:org/teams", (c) => {
    const organisation = organisationOf(state, c);
    const teams = state.teams.filter((team) => team.organisation === organisation);
    return c.json(
      page(
        state,
        c,
        teams.map((team) => teamShape(state, team)),
      ),
    );
  });
  for (const path of ["/orgs/:org/teams/:slug", "/organizations/:organisationId/team/:teamId"]) {
    api.get(path, (c) => c.json(fullTeamShape(state, teamOf(state, c))));
    api.get(`${path}/members`, (c) =>
      c.json(
        page(
          state,
          c,
          membersOf(state, teamOf(state, c)).map((one) => accountShape(state, one)),
        ),
      ),
    );
    api.get(`${path}/memberships/:username`, (c) => c.json(membership(state, c)));
  }
  api.get("/repos/:owner/:repo/teams", (c) => {
    const repository = repositoryOf(state, c, { administration: "read" });
    const teams = state.teams.filter((team) => repositoryPermissionOf(team, repository) !== "none");
    const shapes = teams.map((team) => {
      const permission = repositoryPermissionOf(team, repository);
      return { ...teamShape(state, team), permission: restName(permission), permissions: rights(permission) };
    });
    return c.json(page(state, c, shapes));
  });
  api.get("/orgs/:org/members/:username", (c) => {
    const { members, owners } = organisationOf(state, c);
    const login = parameter(c, "username");
    found(members.has(login) || owners.has(login) ? login : null);
    return c.body(null, 204);
  });
}

function organisationOf(state: State, c: Call): Account {
  const id = Number(parameter(c, "organisationId"));
  const login = parameter(c, "org").toLowerCase();
  const organisation = found(
    [...state.accounts.values()].find((one) => one.id === id || one.login.toLowerCase() === login),
  );
  requireOrganisationAccess(c.get("caller"), organisation);
  return organisation;
}

function teamOf(state: State, c: Call): Team {
  const organisation = organisationOf(state, c);
  const id = Number(parameter(c, "teamId"));
  const slug = parameter(c, "slug").toLowerCase();
  return found(
    state.teams.find((team) => team.organisation === organisation && (team.id === id || team.slug === slug)),
  );
}

/** Active members, those of child teams included. */
function membersOf(state: State, team: Team): Account[] {
  return [...state.accounts.values()].filter((account) => isActiveMember(state, team, account));
}

function membership(state: State, c: Call) {
  const team = teamOf(state, c);
  const account = found(state.accounts.get(parameter(c, "username").toLowerCase()));
  const own = team.members.get(account.login);
  if (own) return teamMembershipShape(state, team, account.login, own.role, own.state);
  found(isActiveMember(state, team, account) ? account : null);
  return teamMembershipShape(state, team, account.login, "member", "active");
}

function restName(permission: string): string {
  return { read: "pull", write: "push" }[permission] ?? permission;
}
