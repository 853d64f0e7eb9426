import { markdownProse } from "../reports/markdown-text.ts";
import type { PullRequestRecord } from "../storage/review-records.ts";
import { publishFailure } from "./apply-review-plan.ts";
import type { Octokit } from "./client.ts";
import { exclusively } from "./exclusive.ts";
import type { LivePullRequest } from "./live-pull-request.ts";
import { redact } from "./log.ts";
import { headLock, nameOf, type ReviewContext, type ReviewJob } from "./review-job.ts";
import { formatWorkKey } from "./work-key.ts";

/**
 * Turns the check red when no verdict can be computed: at once if this head has none yet, else after the third failure
 * in a row, so that one failed request to GitHub does not close every gate.
 */
export async function failClosed(
  context: ReviewContext,
  job: ReviewJob,
  octokit: Octokit,
  live: LivePullRequest,
  error: unknown,
): Promise<void> {
  const record = await context.records.pullRequest(nameOf(job), live.number);
  const hasVerdict = record?.head === live.head && record.baseRef === live.baseRef && record.evaluation !== "";
  if (hasVerdict && job.attempts < 2) return;
  const target = { ...context, octokit, at: job.key, head: live.head, appId: context.github.appId };
  try {
    await exclusively(context.leases, headLock(job, live.head), async () => {
      // Kept first: a pull request with the same head must not turn the check green again.
      await context.records.savePullRequest(withoutVerdict(job, live, record, context.now().getTime()));
      await publishFailure(target, explain(error));
    });
  } catch (another) {
    context.log.error("The failing check could not be written", { work: formatWorkKey(job.key), error: another });
  }
}

function withoutVerdict(
  job: ReviewJob,
  live: LivePullRequest,
  before: PullRequestRecord | null,
  evaluatedAt: number,
): PullRequestRecord {
  return {
    repository: nameOf(job),
    number: live.number,
    head: live.head,
    baseRef: live.baseRef,
    base: before?.base ?? "",
    policySha: before?.policySha ?? "",
    outcome: "blocked",
    summary: "It could not be evaluated.",
    evaluation: "",
    evaluations: before?.evaluations ?? 0,
    evaluatedAt,
    commentId: before?.commentId ?? null,
    requestedReviewers: before?.head === live.head ? before.requestedReviewers : [],
    closedAt: null,
  };
}

function explain(error: unknown): string {
  const [reason = ""] = redact(error instanceof Error ? error.message : String(error)).split("\n");
  return [
    "No verdict could be computed, so the gate stays closed.",
    `Reason: ${markdownProse(reason, 500)}`,
    "This is tried again by itself. `/gatewarden recheck` tries at once.",
  ].join("\n\n");
}
