import { createHash } from "node:crypto";
import type { CheckAnnotation } from "../../reports/check-annotations.ts";
import type { CheckRunOutput } from "../../reports/check-run.ts";
import type { HeadCheck, ReviewRecords } from "../../storage/review-records.ts";
import type { Octokit } from "../client.ts";
import { hasStatus } from "../live-pull-request.ts";
import type { RepositoryAt } from "../work-key.ts";

/** The name that branch protection asks for. Permanent. */
export const checkName = "gatewarden";
/** GitHub refuses more in one request. */
const annotationsPerRequest = 50;

export interface CheckTarget {
  readonly octokit: Octokit;
  readonly appId: number;
  readonly at: RepositoryAt;
  readonly head: string;
  readonly records: ReviewRecords;
}

/** The check run of the head as it is on GitHub. */
export interface CheckRun {
  readonly id: number;
  readonly url: string | null;
  readonly conclusion: string | null;
  readonly title: string | null;
  readonly summary: string | null;
  readonly text: string | null;
  readonly annotationsCount: number;
  /** Other runs of ours with the same name: from a race that the lock could not see. They get the same conclusion. */
  readonly twins: readonly number[];
}

/** Finds the check run of the head, or begins one. There is exactly one per head, whoever asks and how often. */
export async function openCheckRun(target: CheckTarget): Promise<CheckRun> {
  const found = await findCheckRun(target);
  if (found) return found;
  const { data } = await target.octokit.rest.checks.create({
    ...repositoryOf(target),
    name: checkName,
    head_sha: target.head,
    status: "in_progress",
    // A repeated request after a lost answer would make a second run; the retry of the work finds the first one.
    request: { retries: 0 },
  });
  await target.records.saveHeadCheck(nameOf(target), target.head, { checkRunId: data.id, sent: [], pending: [] });
  return { ...toCheckRun(data), twins: [] };
}

/** Adds the annotations that the run does not have yet. After a crash it goes on where GitHub's own count ends. */
export async function addAnnotations(target: CheckTarget, run: CheckRun, output: CheckRunOutput): Promise<void> {
  const wanted = new Map(output.annotations.map((annotation) => [digestOf(annotation), annotation]));
  let sent = sentSoFar(run, await target.records.headCheck(nameOf(target), target.head), [...wanted.keys()]);
  const missing = [...wanted.keys()].filter((digest) => !sent.includes(digest));
  for (let first = 0; first < missing.length; first += annotationsPerRequest) {
    const pending = missing.slice(first, first + annotationsPerRequest);
    const save = (check: Omit<HeadCheck, "checkRunId">) =>
      target.records.saveHeadCheck(nameOf(target), target.head, { checkRunId: run.id, ...check });
    // Written before and after: if we die between, `pending` may have arrived, and the count on GitHub tells.
    await save({ sent, pending });
    await target.octokit.rest.checks.update({
      ...repositoryOf(target),
      check_run_id: run.id,
      output: {
        title: output.title,
        summary: output.summary,
        annotations: pending.flatMap((digest) => wanted.get(digest) ?? []),
      },
      // GitHub appends: a repeated request would show every mark twice.
      request: { retries: 0 },
    });
    sent = [...sent, ...pending];
    await save({ sent, pending: [] });
  }
}

/** Sets the conclusion and the final text, unless GitHub has exactly that already and nobody asked for a re-run. */
export async function concludeCheckRun(
  target: CheckTarget,
  run: CheckRun,
  output: CheckRunOutput,
  force: boolean,
): Promise<void> {
  const { conclusion, title, summary, text } = output;
  const asItIs = run.conclusion === conclusion && run.title === title && run.summary === summary;
  if (!force && asItIs && (run.text ?? "") === text && run.twins.length === 0) return;
  for (const id of [...run.twins, run.id])
    await target.octokit.rest.checks.update({
      ...repositoryOf(target),
      check_run_id: id,
      status: "completed",
      conclusion,
      output: { title, summary, ...(text === "" ? {} : { text }) },
    });
}

async function findCheckRun(target: CheckTarget): Promise<CheckRun | undefined> {
  const listed = await target.octokit.paginate(target.octokit.rest.checks.listForRef, {
    ...repositoryOf(target),
    ref: target.head,
    check_name: checkName,
    app_id: target.appId,
    filter: "all",
    per_page: 100,
  });
  // Anybody with a token may create a check of this name: only our own App's is ours.
  const ours = listed.filter((run) => run.app?.id === target.appId && run.name === checkName);
  const [first, ...twins] = ours.sort((one, other) => one.id - other.id);
  if (first) return { ...toCheckRun(first), twins: twins.map(({ id }) => id) };
  return storedCheckRun(target);
}

/** The list may lag behind: what we created is asked for by its id. */
async function storedCheckRun(target: CheckTarget): Promise<CheckRun | undefined> {
  const stored = await target.records.headCheck(nameOf(target), target.head);
  if (!stored) return;
  try {
    const { data } = await target.octokit.rest.checks.get({
      ...repositoryOf(target),
      check_run_id: stored.checkRunId,
    });
    return { ...toCheckRun(data), twins: [] };
  } catch (error) {
    if (hasStatus(error, 404)) return;
    throw error;
  }
}

function sentSoFar(run: CheckRun, stored: HeadCheck | null, wanted: readonly string[]): readonly string[] {
  // Our database forgot the run: annotations go out in a fixed order, so the first ones are those that arrived.
  if (stored?.checkRunId !== run.id) return wanted.slice(0, run.annotationsCount);
  if (stored.pending.length === 0) return stored.sent;
  return [...stored.sent, ...stored.pending.slice(0, Math.max(0, run.annotationsCount - stored.sent.length))];
}

function digestOf(annotation: CheckAnnotation): string {
  return createHash("sha256").update(JSON.stringify(annotation)).digest("hex").slice(0, 24);
}

type CheckRunData = Awaited<ReturnType<Octokit["rest"]["checks"]["get"]>>["data"];

function toCheckRun({ id, html_url, conclusion, output }: CheckRunData): Omit<CheckRun, "twins"> {
  const { title, summary, text, annotations_count: annotationsCount } = output;
  return { id, url: html_url, conclusion, title, summary, text, annotationsCount };
}

function repositoryOf({ at }: CheckTarget): { owner: string; repo: string } {
  return { owner: at.owner, repo: at.repo };
}

function nameOf({ at }: CheckTarget): string {
  return `${at.owner}/${at.repo}`;
}
