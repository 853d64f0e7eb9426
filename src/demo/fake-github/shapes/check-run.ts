import {
  type Annotation,
  type CheckRun,
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
    check_suite: { id: run.suiteId },
    app: appShape(state, run.app),
    pull_requests: pullRequestsAt(repository, run.headSha).map((pull) => minimalPullRequest(state, pull)),
  };
}

/** Webhooks carry the whole suite and the actions. */
export function webhookCheckRunShape(state: State, repository: Repository, run: CheckRun) {
  const shape = checkRunShape(state, repository, run);
  const branch = pullRequestsAt(repository, run.headSha)[0]?.headRef ?? null;
  return {
    ...shape,
    actions: [...run.actions],
    check_suite: {
      id: run.suiteId,
      node_id: nodeId("CheckSuite", run.suiteId),
      head_branch: branch,
      head_sha: run.headSha,
      status: run.status,
      conclusion: run.conclusion,
      url: `${state.urls.api}/repos/${fullName(repository)}/check-suites/${run.suiteId}`,
      before: null,
      after: run.headSha,
      pull_requests: shape.pull_requests,
      app: shape.app,
      created_at: shape.started_at,
      updated_at: shape.completed_at ?? shape.started_at,
    },
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
