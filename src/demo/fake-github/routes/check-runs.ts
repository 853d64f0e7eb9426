import { ApiError, notFound } from "../api-error.ts";
import { resolve } from "../bare-repository.ts";
import { type Api, appBehind, bodyOf, byId, type Call, found, parameter, repositoryOf } from "../endpoint.ts";
import { readCheckRunRequest } from "../operations/check-run-request.ts";
import { createCheckRun, rerequest, updateCheckRun } from "../operations/check-runs.ts";
import { page } from "../pages.ts";
import { annotationShape, checkRunShape } from "../shapes/check-run.ts";
import type { App, CheckRun, Repository, State } from "../state.ts";

const read = { checks: "read" } as const;
const write = { checks: "write" } as const;

export function registerCheckRuns(api: Api, state: State): void {
  api.post("/repos/:owner/:repo/check-runs", async (c) => {
    const app = requireApp(c);
    const repository = repositoryOf(state, c, write);
    const run = await createCheckRun(state, repository, app, readCheckRunRequest(await bodyOf(c)));
    return c.json(checkRunShape(state, repository, run), 201);
  });
  api.patch("/repos/:owner/:repo/check-runs/:id", async (c) => {
    const app = requireApp(c);
    const repository = repositoryOf(state, c, write);
    const run = byId(repository.checkRuns, c);
    updateCheckRun(state, repository, run, app, readCheckRunRequest(await bodyOf(c)));
    return c.json(checkRunShape(state, repository, run));
  });
  api.get("/repos/:owner/:repo/check-runs/:id", (c) => {
    const repository = repositoryOf(state, c, read);
    return c.json(checkRunShape(state, repository, byId(repository.checkRuns, c)));
  });
  api.get("/repos/:owner/:repo/check-runs/:id/annotations", (c) => {
    const repository = repositoryOf(state, c, read);
    const run = byId(repository.checkRuns, c);
    return c.json(page(state, c, run.annotations).map((one) => annotationShape(state, repository, run, one)));
  });
  api.post("/repos/:owner/:repo/check-runs/:id/rerequest", (c) => {
    const app = requireApp(c);
    const repository = repositoryOf(state, c, write);
    rerequest(state, repository, byId(repository.checkRuns, c), app.bot);
    return c.json({}, 201);
  });
  api.get("/repos/:owner/:repo/commits/:ref/check-runs", async (c) => {
    const repository = repositoryOf(state, c, read);
    const runs = await selected(repository, parameter(c, "ref"), c.req.query());
    return c.json({
      total_count: runs.length,
      check_runs: page(state, c, runs).map((run) => checkRunShape(state, repository, run)),
    });
  });
}

/** People cannot write checks, whatever their rights: else anybody could turn a gate green. */
function requireApp(c: Call): App {
  const { kind } = c.get("caller");
  if (kind === "anonymous") throw notFound();
  const app = appBehind(c);
  if (!app) throw new ApiError(403, "You must authenticate via a GitHub App.");
  return app;
}

async function selected(
  repository: Repository,
  ref: string,
  query: Readonly<Record<string, string>>,
): Promise<CheckRun[]> {
  const sha = found((await resolve(repository.git, `refs/heads/${ref}`)) ?? (await resolve(repository.git, ref)));
  const runs = repository.checkRuns.filter(
    (run) =>
      run.headSha === sha &&
      (query.check_name === undefined || run.name === query.check_name) &&
      (query.status === undefined || run.status === query.status) &&
      (query.app_id === undefined || String(run.app.id) === query.app_id),
  );
  // `latest` (the default) keeps the newest of each name in a suite.
  const newestFirst = runs.toReversed();
  if (query.filter === "all") return newestFirst;
  const isNewest = (run: CheckRun) =>
    newestFirst.find((one) => one.suite === run.suite && one.name === run.name) === run;
  return newestFirst.filter(isNewest);
}
