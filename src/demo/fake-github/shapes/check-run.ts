import {
  type Annotation,
  type CheckRun,
  type CheckSuite,
  fullName,
  type PullRequest,
  type Repository,
  type State,
  timestamp,
} from "../state.ts";
import { nodeId } from "./account.ts";
import { appShape } from "./app.ts";

export function checkRunShape(state: State, repository: Repository, run: CheckRun) {
  const url = `${state.urls.api}/repos/${fullName(repository)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId("CheckRun", run.id),
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: `${state.urls.html}/${fullName(repository)}/runs/${run.id}`,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: timestamp(run.startedAt),
    completed_at: run.completedAt && timestamp(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: run.suite.id },
    app: appShape(state, run.app),
    pull_requests: pullRequestsAt(repository, run.headSha).map((pull) => minimalPullRequest(state, pull)),
  };
}

/** Webhooks carry the whole suite and the actions. */
export function webhookCheckRunShape(state: State, repository: Repository, run: CheckRun) {
  return {
    ...checkRunShape(state, repository, run),
    actions: [...run.actions],
    check_suite: checkSuiteShape(state, repository, run.suite),
  };
}

export function checkSuiteShape(state: State, repository: Repository, suite: CheckSuite) {
  const runs = repository.checkRuns.filter((run) => run.suite === suite);
  const latest = runs.at(-1);
  const url = `${state.urls.api}/repos/${fullName(repository)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: nodeId("CheckSuite", suite.id),
    head_branch: suite.headBranch ?? pullRequestsAt(repository, suite.headSha)[0]?.headRef ?? null,
    head_sha: suite.headSha,
    status: latest?.status ?? "queued",
    conclusion: latest?.conclusion ?? null,
    url,
    before: null,
    after: suite.headSha,
    pull_requests: pullRequestsAt(repository, suite.headSha).map((pull) => minimalPullRequest(state, pull)),
    app: appShape(state, suite.app),
    created_at: timestamp(suite.createdAt),
    updated_at: timestamp(latest?.completedAt ?? suite.createdAt),
    rerequestable: true,
    runs_rerequestable: true,
    latest_check_runs_count: runs.length,
    check_runs_url: `${url}/check-runs`,
  };
}

export function annotationShape(state: State, repository: Repository, run: CheckRun, annotation: Annotation) {
  const path = annotation.path.split("/").map(encodeURIComponent).join("/");
  return {
    path: annotation.path,
    blob_href: `${state.urls.html}/${fullName(repository)}/blob/${run.headSha}/${path}`,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    start_column: annotation.startColumn,
    end_column: annotation.endColumn,
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
    raw_details: annotation.rawDetails,
  };
}

/** Open pull requests at a commit. GitHub leaves this empty for heads that live in a fork. */
export function pullRequestsAt(repository: Repository, sha: string): PullRequest[] {
  return [...repository.pullRequests.values()].filter(
    (pull) => pull.state === "open" && pull.headSha === sha && pull.headRepository === repository,
  );
}

function minimalPullRequest(state: State, pull: PullRequest) {
  const api = `${state.urls.api}/repos/${fullName(pull.repository)}`;
  const repo = { id: pull.repository.id, name: pull.repository.name, url: api };
  return {
    id: pull.id,
    number: pull.number,
    url: `${api}/pulls/${pull.number}`,
    head: { ref: pull.headRef, sha: pull.headSha, repo },
    base: { ref: pull.baseRef, sha: pull.baseSha, repo },
  };
}
