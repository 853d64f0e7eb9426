import { ApiError, invalidRequest } from "../api-error.ts";
import { resolve } from "../bare-repository.ts";
import { webhookCheckRunShape } from "../shapes/check-run.ts";
import type { Account, App, CheckRun, Repository, State } from "../state.ts";
import { emit } from "../webhooks.ts";
import type { CheckRunRequest } from "./check-run-request.ts";
import { suiteOf } from "./check-suites.ts";

export async function createCheckRun(
  state: State,
  repository: Repository,
  app: App,
  request: CheckRunRequest,
): Promise<CheckRun> {
  const { name, headSha } = request;
  if (name === undefined || headSha === undefined) throw invalidRequest('"name" and "head_sha" are required.');
  if (!/^[0-9a-f]{40}$/.test(headSha) || !(await resolve(repository.git, headSha))) {
    throw new ApiError(422, `No commit found for SHA: ${headSha}`);
  }
  const run: CheckRun = {
    id: state.nextId(),
    suite: suiteOf(state, repository, app, headSha, null),
    app,
    headSha,
    name,
    status: "queued",
    conclusion: null,
    externalId: "",
    detailsUrl: "https://example.com/",
    startedAt: state.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    actions: [],
    annotations: [],
  };
  apply(state, run, request);
  repository.checkRuns.push(run);
  announceRun(state, repository, run, "created", app.bot);
  if (run.status === "completed") announceRun(state, repository, run, "completed", app.bot);
  return run;
}

export function updateCheckRun(
  state: State,
  repository: Repository,
  run: CheckRun,
  app: App,
  request: CheckRunRequest,
): void {
  if (run.app !== app)
    throw new ApiError(
      403,
      `Invalid app_id \`${app.id}\` - check run can only be modified by the GitHub App that created it.`,
    );
  const wasOpen = run.status !== "completed";
  apply(state, run, request);
  if (wasOpen && run.status === "completed") announceRun(state, repository, run, "completed", app.bot);
}

/** "Re-run" in the Checks tab. Only the App that made the run hears of it. */
export function rerequest(state: State, repository: Repository, run: CheckRun, sender: Account): void {
  announceRun(state, repository, run, "rerequested", sender, run.app);
}

function apply(state: State, run: CheckRun, request: CheckRunRequest): void {
  const { output } = request;
  run.name = request.name ?? run.name;
  run.externalId = request.externalId ?? run.externalId;
  run.detailsUrl = request.detailsUrl ?? run.detailsUrl;
  run.startedAt = request.startedAt ?? run.startedAt;
  run.actions = request.actions ?? run.actions;
  if (output) {
    run.title = output.title ?? run.title;
    run.summary = output.summary;
    run.text = output.text ?? run.text;
    // An update adds to the annotations that are there; nothing ever removes one.
    run.annotations.push(...output.annotations);
  }
  // A conclusion completes the run, whatever the status says; a status without one opens it again.
  if (request.conclusion) {
    run.status = "completed";
    run.conclusion = request.conclusion;
    run.completedAt = request.completedAt ?? state.now();
  } else if (request.status) {
    run.status = request.status;
    run.conclusion = null;
    run.completedAt = null;
  }
}

function announceRun(
  state: State,
  repository: Repository,
  run: CheckRun,
  action: string,
  sender: Account,
  onlyApp?: App,
): void {
  const payload = { check_run: webhookCheckRunShape(state, repository, run) };
  emit(state, repository, { name: "check_run", action, sender, payload, ...(onlyApp ? { onlyApp } : {}) });
}
