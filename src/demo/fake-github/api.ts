import { randomBytes } from "node:crypto";
import { Hono } from "hono";
import { ApiError, notFound } from "./api-error.ts";
import { callerName, identify } from "./caller.ts";
import type { Api, Call, Environment } from "./endpoint.ts";
import { registerAccounts } from "./routes/accounts.ts";
import { registerApps } from "./routes/apps.ts";
import { registerCheckRuns } from "./routes/check-runs.ts";
import { registerContents } from "./routes/contents.ts";
import { registerIssueComments } from "./routes/issue-comments.ts";
import { registerPullRequests } from "./routes/pull-requests.ts";
import { registerRepositories } from "./routes/repositories.ts";
import { registerReviews } from "./routes/reviews.ts";
import { registerTeams } from "./routes/teams.ts";
import type { State } from "./state.ts";
import { registerWebPages } from "./web-pages.ts";

/** The REST API, under `/` as on api.github.com and under `/api/v3` as on GitHub Enterprise Server. */
export function restApi(state: State): Api {
  const api: Api = new Hono<Environment>();
  api.use(async (c, next) => {
    await next();
    decorate(c, state);
    await announceAnswer(state, c);
  });
  api.use(async (c, next) => {
    c.set("caller", identify(state, c.req.header("authorization")));
    const refusal = plannedFailure(state, c);
    if (refusal) return refusal;
    await next();
  });
  registerApps(api, state);
  registerAccounts(api, state);
  registerTeams(api, state);
  registerRepositories(api, state);
  registerContents(api, state);
  registerPullRequests(api, state);
  registerReviews(api, state);
  registerIssueComments(api, state);
  registerCheckRuns(api, state);

  const root: Api = new Hono<Environment>();
  root.onError(answerError);
  root.notFound((c) => answerError(notFound(), c));
  // Registered before the API, so that pages need no token and carry no API headers.
  registerWebPages(root, state);
  return root.route("/api/v3", api).route("/", api);
}

function answerError(error: Error, c: Call) {
  if (error instanceof ApiError) return c.json(error.body(), error.status);
  // A mistake of the fake itself: say so loudly, a test that meets it should fail with a reason.
  console.error(error);
  return c.json({ message: `fake GitHub failed: ${error.message}`, documentation_url: "", status: "500" }, 500);
}

function plannedFailure(state: State, c: Call) {
  const path = pathOf(c);
  const failure = state.failures.find(
    (one) => one.times > 0 && one.path.test(path) && (one.method === undefined || one.method === c.req.method),
  );
  if (!failure) return null;
  failure.times -= 1;
  const body = { message: failure.message ?? "planned failure", documentation_url: "", status: String(failure.status) };
  return c.newResponse(JSON.stringify(body), failure.status as 500, {
    "content-type": "application/json",
    ...failure.headers,
  });
}

/** The headers that every answer of GitHub has. */
function decorate(c: Call, state: State): void {
  const headers = c.res.headers;
  headers.set("X-GitHub-Request-Id", randomBytes(12).toString("hex").toUpperCase());
  headers.set("X-GitHub-Media-Type", "github.v3; format=json");
  headers.set("X-RateLimit-Limit", "5000");
  headers.set("X-RateLimit-Remaining", String(Math.max(0, 5000 - (state.requests.length % 5000))));
  headers.set("X-RateLimit-Used", String(state.requests.length % 5000));
  headers.set("X-RateLimit-Reset", String(Math.floor(state.now().getTime() / 1000) + 3600));
  headers.set("X-RateLimit-Resource", "core");
}

/** The request is on record, and what it asked for is done, before its answer leaves. */
async function announceAnswer(state: State, c: Call): Promise<void> {
  // A request with wrong credentials has no caller.
  const caller = c.get("caller") as ReturnType<typeof identify> | undefined;
  const request = {
    method: c.req.method,
    path: pathOf(c),
    status: c.res.status,
    caller: caller ? callerName(caller) : "anonymous",
  };
  state.requests.push(request);
  await state.beforeAnswer?.(request);
}

function pathOf(c: Call): string {
  return new URL(c.req.url).pathname.replace(/^\/api\/v3(?=\/)/, "");
}
