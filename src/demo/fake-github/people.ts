import { randomBytes } from "node:crypto";
import { existing } from "./existing.ts";
import { accountShape } from "./shapes/account.ts";
import { teamShape } from "./shapes/team.ts";
import type { Account, AccountType, State, Team } from "./state.ts";
import { emitOrganisation } from "./webhooks.ts";

export function createAccount(state: State, login: string, type: AccountType): Account {
  if (state.accounts.has(login.toLowerCase())) throw new Error(`${login} exists already`);
  const account: Account = {
    id: state.nextId(),
    login,
    type,
    name: null,
    email: type === "Bot" ? `${login}@users.noreply.github.com` : `${login}@example.com`,
    token: type === "User" ? `ghp_${randomBytes(18).toString("hex")}` : null,
    createdAt: state.now(),
    owners: new Set(),
    members: new Set(),
  };
  state.accounts.set(login.toLowerCase(), account);
  return account;
}

export function accountNamed(state: State, login: string): Account {
  return existing(state.accounts.get(login.toLowerCase()), `account ${login}`);
}

export function createTeam(
  state: State,
  organisation: string,
  slug: string,
  members: readonly string[],
  options: { readonly parent?: string; readonly pending?: readonly string[] } = {},
): Team {
  const owner = accountNamed(state, organisation);
  const { parent, pending = [] } = options;
  const team: Team = {
    id: state.nextId(),
    organisation: owner,
    slug,
    parent: parent === undefined ? null : teamNamed(state, organisation, parent),
    members: new Map(),
    repositories: new Map(),
    createdAt: state.now(),
  };
  for (const login of members) addTeamMember(team, accountNamed(state, login), "active");
  for (const login of pending) addTeamMember(team, accountNamed(state, login), "pending");
  state.teams.push(team);
  return team;
}

function addTeamMember(team: Team, account: Account, membership: "active" | "pending"): void {
  team.members.set(account.login, { account, state: membership, role: "member" });
  // Only members of the organisation can be in its teams.
  if (membership === "active") team.organisation.members.add(account.login);
}

export function changeTeamMember(
  state: State,
  organisation: string,
  slug: string,
  login: string,
  membership: "active" | "pending" | "none",
): void {
  const team = teamNamed(state, organisation, slug);
  const account = accountNamed(state, login);
  if (membership === "none") team.members.delete(account.login);
  else addTeamMember(team, account, membership);
  // GitHub tells of a member only once the invitation is accepted.
  if (membership === "pending") return;
  const payload = { scope: "team", member: accountShape(state, account), team: teamShape(state, team) };
  const action = membership === "none" ? "removed" : "added";
  emitOrganisation(state, team.organisation, { name: "membership", action, sender: team.organisation, payload });
}

export function teamNamed(state: State, organisation: string, slug: string): Team {
  const team = state.teams.find((one) => one.organisation.login === organisation && one.slug === slug);
  return existing(team, `team ${organisation}/${slug}`);
}
