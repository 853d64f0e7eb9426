import type { AuditTrail } from "../audit/audit-trail.ts";
import { type CheckRunOutput, checkRunOutput } from "../reports/check-run.ts";
import { markerLine, stickyComment } from "../reports/sticky-comment.ts";
import { suggestions } from "../reports/suggestion.ts";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import type { PullRequestRecord, ReviewRecords } from "../storage/review-records.ts";
import { approvalEntries, evaluatedEntry, evaluationDigest, type Subject } from "./audit-entries.ts";
import { fingerprintsOf } from "./evaluate.ts";
import { hasStatus, type LivePullRequest } from "./live-pull-request.ts";
import type { Log } from "./log.ts";
import {
  addAnnotations,
  type CheckRun,
  type CheckTarget,
  concludeCheckRun,
  openCheckRun,
} from "./publishing/check-run.ts";
import { requestReviewers } from "./publishing/reviewer-requests.ts";
import { keepStickyComment } from "./publishing/sticky-comment.ts";
import { offerSuggestions } from "./publishing/suggestions.ts";
import { type Sibling, strictestOutput } from "./same-head.ts";

export interface Publication extends CheckTarget {
  readonly trail: AuditTrail;
  readonly records: ReviewRecords;
  readonly log: Log;
  readonly botLogin: string;
  readonly live: LivePullRequest;
  readonly plan: ReviewPlan;
  /** Other open pull requests with the same head. */
  readonly siblings: readonly Sibling[];
  /** Somebody asked for a re-run: GitHub waits for the check to be written again. */
  readonly force: boolean;
  now(): Date;
  /** Throws when the work was taken from us: nothing may be written any more. */
  stillOurs(): void;
}

/**
 * The only place that changes a pull request on GitHub. Every step can be repeated, so a process that dies anywhere
 * leaves nothing twice; the conclusion comes last, so a green check is never half of a verdict.
 */
export async function applyReviewPlan(publication: Publication): Promise<PullRequestRecord> {
  const { plan, live, siblings, records, at } = publication;
  const before = await records.pullRequest(nameOf(publication), live.number);
  const { evaluations, evaluation, anchor } = await recordEvaluation(publication, before);
  const output = strictestOutput(checkRunOutput(plan, { anchor }), siblings);

  publication.stillOurs();
  const run = await closedWhileRed(publication, await openCheckRun(publication), output);
  await addAnnotations(publication, run, output);
  publication.stillOurs();
  const commentId = await comment(publication, run, before);
  await suggest(publication);
  const asked = before?.head === live.head ? before.requestedReviewers : [];
  const wanted = live.draft ? [] : [...plan.reviewers.users, ...plan.reviewers.teams];
  const requestedReviewers = await requestReviewers(publication.octokit, at, live, wanted, asked);

  const record: PullRequestRecord = {
    ...recordOf(publication),
    evaluation,
    evaluations,
    commentId,
    requestedReviewers,
  };
  // Before the conclusion: whoever shares this head must see our verdict as soon as the check can turn green.
  await records.savePullRequest(record);
  publication.stillOurs();
  await concludeCheckRun(publication, run, output, publication.force);
  const publishedAt = publication.now().getTime();
  await records.savePublishedEvents(nameOf(publication), live.number, {
    head: plan.head,
    fingerprints: fingerprintsOf(plan),
    publishedAt,
  });
  return record;
}

/** Turns the check of a head red because its verdict could not be computed. */
export async function publishFailure(target: CheckTarget, explanation: string): Promise<void> {
  const run = await openCheckRun(target);
  const output: CheckRunOutput = {
    conclusion: "failure",
    title: "Gatewarden could not evaluate this pull request",
    summary: explanation,
    text: "",
    annotations: [],
  };
  await concludeCheckRun(target, run, output, false);
}

interface Recorded {
  readonly evaluation: string;
  readonly evaluations: number;
  /** Quoted in the check: it stands outside our store and shows when the store is cut or rewritten. */
  readonly anchor: string;
}

async function recordEvaluation(publication: Publication, before: PullRequestRecord | null): Promise<Recorded> {
  const { plan, live, trail } = publication;
  const subject: Subject = { repository: nameOf(publication), live, time: publication.now().toISOString() };
  const evaluation = evaluationDigest(plan, live.baseRef);
  const repeated = before?.evaluation === evaluation;
  const evaluations = (before?.evaluations ?? 0) + (repeated ? 0 : 1);
  const { key, draft } = evaluatedEntry(subject, plan, evaluation, evaluations);
  // Appending again under the same key gives back the first entry.
  const entry = await trail.append(draft, key);
  for (const approval of approvalEntries(subject, plan)) await trail.append(approval.draft, approval.key);
  return { evaluation, evaluations, anchor: `audit entry ${entry.sequence}, sha256 ${entry.hash}` };
}

/** A check that is green and must not be: red at once, before the longer part of the work. */
async function closedWhileRed(publication: Publication, run: CheckRun, output: CheckRunOutput): Promise<CheckRun> {
  if (run.conclusion !== "success" || output.conclusion === "success") return run;
  await concludeCheckRun(publication, run, output, false);
  const { conclusion, title, summary, text } = output;
  return { ...run, conclusion, title, summary, text };
}

async function comment(
  publication: Publication,
  run: CheckRun,
  before: PullRequestRecord | null,
): Promise<number | null> {
  const { plan, live, at, log } = publication;
  const marker = `gatewarden:${nameOf(publication)}#${live.number}`;
  const body = stickyComment(plan, { marker, ...(run.url ? { checkUrl: run.url } : {}) });
  const speakUp = plan.events.some(isWorthAComment) || plan.verdict.outcome !== "pass";
  const target = { ...publication, at, number: live.number, marker: markerLine(marker) };
  try {
    return await keepStickyComment(target, body, speakUp);
  } catch (error) {
    // A locked conversation or a full one must not keep the check from being concluded.
    if (!hasStatus(error, 403, 404, 410, 422)) throw error;
    log.warn("The comment could not be written", { repository: nameOf(publication), number: live.number, error });
    return before?.commentId ?? null;
  }
}

async function suggest(publication: Publication): Promise<void> {
  const { plan, live, log } = publication;
  try {
    await offerSuggestions({ ...publication, number: live.number, head: plan.head }, suggestions(plan));
  } catch (error) {
    // Offers are a courtesy: the check says the same, and must be concluded.
    if (!hasStatus(error, 403, 404, 410, 422)) throw error;
    log.warn("Suggestions could not be written", { repository: nameOf(publication), number: live.number, error });
  }
}

/** The check tells everything. A comment on every image bump would teach people to ignore the comments. */
function isWorthAComment({ theme, severity }: SecurityEvent): boolean {
  return theme !== "coverage" || severity !== "info";
}

function recordOf({
  plan,
  live,
  ...publication
}: Publication): Omit<PullRequestRecord, keyof Recorded | "commentId" | "requestedReviewers"> {
  return {
    repository: nameOf(publication),
    number: live.number,
    head: plan.head,
    baseRef: live.baseRef,
    base: plan.base,
    policySha: plan.policySha,
    outcome: plan.verdict.outcome,
    summary: plan.verdict.summary,
    evaluatedAt: publication.now().getTime(),
    closedAt: null,
  };
}

function nameOf({ at }: Pick<Publication, "at">): string {
  return `${at.owner}/${at.repo}`;
}
