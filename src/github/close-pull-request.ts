import { mergedEntry } from "./audit-entries.ts";
import type { LivePullRequest } from "./live-pull-request.ts";
import { nameOf, type ReviewContext, type ReviewJob } from "./review-job.ts";
import { formatWorkKey } from "./work-key.ts";

/** Puts a merge on record, approved or not, and frees the head for other pull requests. Null: it no longer exists. */
export async function closePullRequest(
  context: ReviewContext,
  job: ReviewJob,
  live: LivePullRequest | null,
): Promise<void> {
  const record = await context.records.pullRequest(nameOf(job), job.key.number);
  if (live?.merge) {
    const time = context.now().toISOString();
    const { draft, key } = mergedEntry({ repository: nameOf(job), live, time }, record);
    await context.trail.append(draft, key);
    context.log.info(`Recorded: ${draft.kind}`, { work: formatWorkKey(job.key), head: live.head });
  }
  if (!record || record.closedAt !== null) return;
  // Before the record is closed: a crash in between repeats this.
  const sameHead = await context.records.openPullRequestsAt(nameOf(job), record.head);
  const others = sameHead.filter(({ number }) => number !== job.key.number);
  await context.records.closePullRequest(nameOf(job), job.key.number, context.now().getTime());
  await context.addWork(others.map(({ number }) => ({ ...job.key, number })));
}
