import { breakDownWork } from "./break-down-work.ts";
import { parseCommand } from "./command.ts";
import { hasStatus } from "./live-pull-request.ts";
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
    try {
      await context.addWork(await breakDownWork(context, key), { recheck });
    } catch (error) {
      // Uninstalled meanwhile: there is no token to be had, and nothing left to do.
      if (!hasStatus(error, 404)) throw error;
      context.log.info("The installation is gone", { work: claim.key });
    }
    return null;
  };
}
