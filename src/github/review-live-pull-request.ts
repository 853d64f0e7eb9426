import type { Outcome, ReviewPlan } from "../review/review-plan.ts";
import type { PullRequestRecord } from "../storage/review-records.ts";
import { applyReviewPlan } from "./apply-review-plan.ts";
import type { Octokit } from "./client.ts";
import { closePullRequest } from "./close-pull-request.ts";
import { failClosed } from "./could-not-evaluate.ts";
import { evaluate } from "./evaluate.ts";
import { exclusively } from "./exclusive.ts";
import { LostLease } from "./heartbeat.ts";
import { keepCommands } from "./keep-commands.ts";
import { type LivePullRequest, readPullRequest } from "./live-pull-request.ts";
import { headLock, nameOf, type ReviewContext, type ReviewJob } from "./review-job.ts";
import type { Sibling } from "./same-head.ts";
import { formatWorkKey } from "./work-key.ts";

/** A pull request that changes faster than it can be looked at is left to the next attempt. */
const mostRounds = 5;

/**
 * Brings everything that we say about a pull request up to date with what GitHub has at this moment. Returns when to look
 * again although nothing happened (milliseconds since the epoch), or null.
 */
export async function reviewLivePullRequest(context: ReviewContext, job: ReviewJob): Promise<number | null> {
  const octokit = await context.github.forInstallation(job.key.installation);
  const live = await readPullRequest(octokit, job.key, job.key.number);
  if (live) await keepCommands(context, job, live);
  try {
    return await reviewUntilItHolds(context, job, octokit, live);
  } catch (error) {
    if (live?.state === "open" && !(error instanceof LostLease)) await failClosed(context, job, octokit, live, error);
    throw error;
  }
}

async function reviewUntilItHolds(
  context: ReviewContext,
  job: ReviewJob,
  octokit: Octokit,
  first: LivePullRequest | null,
): Promise<number | null> {
  let live = first;
  for (let round = 0; round < mostRounds; round++) {
    if (live?.state !== "open") {
      await closePullRequest(context, job, live);
      return null;
    }
    const result = await reviewOnce(context, job, octokit, live);
    if (result.kind === "published") return result.lookAgainAt;
    live = result.live;
  }
  throw new Error("The pull request kept changing while it was evaluated.");
}

type Round =
  | { readonly kind: "published"; readonly lookAgainAt: number | null }
  /** The verdict answers a question that is no longer asked. */
  | { readonly kind: "changed"; readonly live: LivePullRequest | null };

async function reviewOnce(
  context: ReviewContext,
  job: ReviewJob,
  octokit: Octokit,
  live: LivePullRequest,
): Promise<Round> {
  const git = await context.openRepository(job.key);
  const baseTip = await readTip(octokit, job, live.baseRef);
  const plan = await evaluate({ ...context, octokit, git, now: context.now() }, job.key, live, baseTip);
  return exclusively(context.leases, headLock(job, live.head), async (lockHeld) => {
    const again = await readPullRequest(octokit, job.key, job.key.number);
    const holds = again && isSameQuestion(live, again) && (await readTip(octokit, job, live.baseRef)) === baseTip;
    if (!holds) return { kind: "changed", live: again };
    await publish(context, job, octokit, { plan, live: again, lockHeld });
    const { override } = plan.verdict;
    return { kind: "published", lookAgainAt: override ? Date.parse(override.expiresAt) : null };
  });
}

function isSameQuestion(one: LivePullRequest, other: LivePullRequest): boolean {
  return one.head === other.head && one.baseRef === other.baseRef && one.state === other.state;
}

async function publish(
  context: ReviewContext,
  job: ReviewJob,
  octokit: Octokit,
  { plan, live, lockHeld }: { plan: ReviewPlan; live: LivePullRequest; lockHeld: () => void },
): Promise<void> {
  await applyReviewPlan({
    ...context,
    octokit,
    at: job.key,
    head: live.head,
    appId: context.github.appId,
    botLogin: await context.github.botLogin(),
    live,
    plan,
    siblings: await readSiblings(context, job, octokit, live),
    force: job.commands.some(({ kind }) => kind === "recheck"),
    now: () => context.now(),
    stillOurs() {
      job.stillOurs();
      lockHeld();
    },
  });
  const { outcome } = plan.verdict;
  context.metrics.count("gatewarden_evaluations_total", { outcome });
  const work = formatWorkKey(job.key);
  context.log.info("Published a verdict", { work, head: live.head, outcome, events: plan.events.length });
}

/** Other open pull requests with this head. One that we have not seen yet publishes for both when it is evaluated. */
async function readSiblings(
  context: ReviewContext,
  job: ReviewJob,
  octokit: Octokit,
  live: LivePullRequest,
): Promise<readonly Sibling[]> {
  const records = await context.records.openPullRequestsAt(nameOf(job), live.head);
  const siblings: Sibling[] = [];
  for (const record of records.filter(({ number }) => number !== live.number)) {
    const other = await readPullRequest(octokit, job.key, record.number);
    const hasHead = other?.state === "open" && other.head === live.head;
    const isCurrent = hasHead && other.baseRef === record.baseRef;
    if (!isCurrent) await context.addWork([{ ...job.key, number: record.number }]);
    if (hasHead)
      siblings.push({ number: other.number, baseRef: other.baseRef, verdict: isCurrent ? verdictOf(record) : null });
  }
  return siblings;
}

function verdictOf({ outcome, summary }: PullRequestRecord): NonNullable<Sibling["verdict"]> {
  const conclusions = { pass: "success", "needs-review": "action_required", blocked: "failure" } as const;
  return { conclusion: conclusions[outcome as Outcome] ?? "failure", summary };
}

/** Never the `base.sha` of the pull request: that one stands still while the branch moves. */
async function readTip(octokit: Octokit, job: ReviewJob, branch: string): Promise<string> {
  const { owner, repo } = job.key;
  return (await octokit.rest.repos.getBranch({ owner, repo, branch })).data.commit.sha;
}
