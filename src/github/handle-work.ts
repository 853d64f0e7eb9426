import { breakDownWork } from "./break-down-work.ts";
import { parseCommand } from "./command.ts";
import type { ReviewContext } from "./review-job.ts";
import { reviewLivePullRequest } from "./review-live-pull-request.ts";
import { parseWorkKey } from "./work-key.ts";
import type { HandleWork } from "./worker.ts";

/** Does one item of work: reviews a pull request, or marks the pull requests that a wider item consists of as dirty. */
export function workHandler(context: ReviewContext): HandleWork {
  return async (claim, stillOurs) => {
    const key = parseWorkKey(claim.key);
    const commands = claim.commands.map(parseCommand);
    if (key.kind === "pull-request")
      return reviewLivePullRequest(context, { key, commands, attempts: claim.attempts, stillOurs });
    const recheck = commands.some(({ kind }) => kind === "recheck");
    await context.addWork(await breakDownWork(context, key), { recheck });
    return null;
  };
}
