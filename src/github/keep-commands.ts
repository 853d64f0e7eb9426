import type { Command } from "./command.ts";
import { wasShownBefore } from "./events-seen.ts";
import type { LivePullRequest } from "./live-pull-request.ts";
import { nameOf, type ReviewContext, type ReviewJob } from "./review-job.ts";
import { formatWorkKey } from "./work-key.ts";

/** An override of the gate ends by itself. */
const overrideMilliseconds = 24 * 60 * 60 * 1000;

/** Stores what deliveries said that cannot be read again. Repeating it changes nothing. */
export async function keepCommands(context: ReviewContext, job: ReviewJob, live: LivePullRequest): Promise<void> {
  for (const command of job.commands)
    if (command.kind === "pushed")
      await context.records.savePusher(nameOf(job), command.head, JSON.stringify(command.by));
    else if (command.kind === "override") await keepOverride(context, job, live, command);
}

/** An override is for the head whose verdict its author could see, never for one that was pushed meanwhile. */
async function keepOverride(
  context: ReviewContext,
  job: ReviewJob,
  live: LivePullRequest,
  { commentId, reason, by, at }: Command & { readonly kind: "override" },
): Promise<void> {
  const published = await context.records.publishedEvents(nameOf(job), live.number);
  const givenAt = Date.parse(at);
  const wasVisible = published.some((events) => events.head === live.head && wasShownBefore(events, givenAt));
  if (!wasVisible) {
    const work = formatWorkKey(job.key);
    context.log.warn("An override came before the verdict of this head and is ignored", { work, by: by.login });
    return;
  }
  await context.records.saveOverride({
    commentId,
    repository: nameOf(job),
    number: live.number,
    head: live.head,
    person: JSON.stringify(by),
    reason,
    at: givenAt,
    expiresAt: givenAt + overrideMilliseconds,
  });
}
