import { type Api, actorOf, found, parameter } from "../endpoint.ts";
import { organisationProfileShape, profileShape } from "../shapes/account.ts";
import type { State } from "../state.ts";

/** People and organisations. */
export function registerAccounts(api: Api, state: State): void {
  const accountNamed = (login: string) => found(state.accounts.get(login.toLowerCase()));

  api.get("/user", (c) => c.json(profileShape(state, actorOf(c))));
  api.get("/users/:login", (c) => c.json(profileShape(state, accountNamed(parameter(c, "login")))));
  api.get("/orgs/:org", (c) => {
    const account = accountNamed(parameter(c, "org"));
    return c.json(organisationProfileShape(state, found(account.type === "Organization" ? account : null)));
  });
  api.get("/rate_limit", (c) => {
    const core = { limit: 5000, used: 0, remaining: 5000, reset: Math.floor(state.now().getTime() / 1000) + 3600 };
    const search = { ...core, limit: 30, remaining: 30 };
    return c.json({ resources: { core, search, graphql: core }, rate: core });
  });
}
