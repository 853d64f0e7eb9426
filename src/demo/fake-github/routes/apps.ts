import { randomBytes } from "node:crypto";
import { covers, isGranted } from "../access.ts";
import { ApiError, invalidRequest, requiresAuthentication } from "../api-error.ts";
import { type Api, appOf, bodyOf, byId, type Call, findRepository, found, parameter } from "../endpoint.ts";
import { cursorPage, page } from "../pages.ts";
import { appShape, installationShape, installationTokenShape } from "../shapes/app.ts";
import { deliveryItemShape, deliveryShape } from "../shapes/delivery.ts";
import { repositoryShape } from "../shapes/repository.ts";
import type { App, AppPermissions, Delivery, Installation, State } from "../state.ts";
import { noAddress, redeliver } from "../webhooks.ts";

/** The App, its installations, tokens and deliveries. */
export function registerApps(api: Api, state: State): void {
  api.get("/app", (c) => c.json(appShape(state, appOf(c))));
  api.get("/app/installations", (c) =>
    c.json(
      page(
        state,
        c,
        installationsOf(state, appOf(c)).map((one) => installationShape(state, one)),
      ),
    ),
  );
  api.get("/app/installations/:id", (c) => c.json(installationShape(state, byId(installationsOf(state, appOf(c)), c))));
  api.post("/app/installations/:id/access_tokens", async (c) => c.json(await createToken(state, c), 201));

  api.get("/repos/:owner/:repo/installation", (c) => {
    const app = appOf(c);
    const repository = findRepository(state, parameter(c, "owner"), parameter(c, "repo"));
    const installation = installationsOf(state, app).find(
      (one) => repository && covers(one.account, one.repositoryIds, repository),
    );
    return c.json(installationShape(state, found(installation)));
  });
  for (const path of ["/orgs/:login/installation", "/users/:login/installation"]) {
    api.get(path, (c) => {
      const login = parameter(c, "login").toLowerCase();
      const installation = installationsOf(state, appOf(c)).find(
        ({ account }) => account.login.toLowerCase() === login,
      );
      return c.json(installationShape(state, found(installation)));
    });
  }

  api.get("/installation/repositories", (c) => {
    const { installation, repositoryIds } = installationToken(c);
    const all = state.repositories.filter((one) => covers(installation.account, repositoryIds, one));
    const repositories = page(
      state,
      c,
      all.map((one) => repositoryShape(state, one)),
    );
    return c.json({ total_count: all.length, repository_selection: repositoryIds ? "selected" : "all", repositories });
  });

  api.get("/app/hook/config", (c) => {
    const { webhook } = appOf(c);
    return c.json({
      content_type: "json",
      insecure_ssl: "0",
      secret: "********",
      url: webhook?.url ?? "https://example.com/",
    });
  });
  api.get("/app/hook/deliveries", (c) => {
    const app = appOf(c);
    const newestFirst = state.deliveries.filter((one) => one.app === app && wasSent(one)).toReversed();
    const wanted = c.req.query("status");
    const isFailure = (code: number) => code < 200 || code > 399;
    const selected = newestFirst.filter(
      ({ statusCode }) => wanted === undefined || isFailure(statusCode) === (wanted === "failure"),
    );
    return c.json(cursorPage(state, c, selected).map(deliveryItemShape));
  });
  api.get("/app/hook/deliveries/:id", (c) => c.json(deliveryShape(byId(deliveriesOf(state, appOf(c)), c))));
  api.post("/app/hook/deliveries/:id/attempts", (c) => {
    redeliver(state, byId(deliveriesOf(state, appOf(c)), c));
    return c.json({}, 202);
  });
}

function installationsOf(state: State, app: App): Installation[] {
  return state.installations.filter((one) => one.app === app);
}

/** Without an address there was nothing to deliver; what is under way is listed once it has ended. */
function wasSent({ status }: Delivery): boolean {
  return status !== "pending" && status !== noAddress;
}

function deliveriesOf(state: State, app: App) {
  return state.deliveries.filter((one) => one.app === app);
}

function installationToken(c: Call) {
  const caller = c.get("caller");
  if (caller.kind === "anonymous") throw requiresAuthentication();
  if (caller.kind !== "installation")
    throw new ApiError(
      403,
      "You must authenticate with an installation access token in order to list repositories for an installation.",
    );
  return caller.token;
}

/** Tokens live for an hour and can be narrowed to some repositories and permissions, never widened. */
async function createToken(state: State, c: Call) {
  const installation = byId(installationsOf(state, appOf(c)), c);
  if (installation.suspendedAt) throw new ApiError(403, "This installation has been suspended");
  const body = await bodyOf(c);
  const permissions = narrowed(installation, body.permissions);
  const token = `ghs_${randomBytes(18).toString("hex")}`;
  const record = {
    installation,
    permissions,
    repositoryIds: selected(state, installation, body.repository_ids, body.repositories),
    expiresAt: new Date(state.now().getTime() + 3_600_000),
  };
  state.installationTokens.set(token, record);
  return installationTokenShape(token, record);
}

function narrowed(installation: Installation, wanted: unknown): AppPermissions {
  if (wanted === undefined) return installation.permissions;
  if (typeof wanted !== "object" || wanted === null) throw invalidRequest("permissions is not an object");
  const permissions = wanted as AppPermissions;
  if (!isGranted(installation.permissions, permissions)) {
    throw new ApiError(422, "The permissions requested are not granted to this installation.");
  }
  return permissions;
}

function selected(state: State, installation: Installation, ids: unknown, names: unknown): ReadonlySet<number> | null {
  if (ids === undefined && names === undefined) return installation.repositoryIds;
  const wanted = state.repositories.filter(
    (one) =>
      covers(installation.account, installation.repositoryIds, one) &&
      ((Array.isArray(ids) && ids.includes(one.id)) || (Array.isArray(names) && names.includes(one.name))),
  );
  const asked = (Array.isArray(ids) ? ids.length : 0) + (Array.isArray(names) ? names.length : 0);
  if (wanted.length < asked) {
    throw new ApiError(
      422,
      "There is at least one repository that does not exist or is not accessible to the parent installation.",
    );
  }
  return new Set(wanted.map(({ id }) => id));
}
