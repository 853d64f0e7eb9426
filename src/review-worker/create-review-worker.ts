import { Worker } from "node:worker_threads";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";
import type { Parsing } from "./messages.ts";
import { reviewInThread } from "./review-in-thread.ts";
import { ReviewStopped } from "./review-stopped.ts";

export interface ReviewWorkerOptions {
  /** The longest that one review may take, with the reading of its files, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the thread's heap, in megabytes. */
  readonly maxOldGenerationSizeMb: number;
  /** Told after every review that came to an end of its own. */
  readonly onParsing?: (parsing: Parsing) => void;
  /** The built thread.js; by default the one beside this file. */
  readonly thread?: URL;
}

export interface ReviewWorker {
  /**
   * The plan that `reviewPullRequest` makes. Reviews wait for each other. Fails with a ReviewStopped if the thread was
   * ended, and with the tree's own error if that failed.
   */
  review(input: ReviewInput): Promise<ReviewPlan>;
  /** Ends the thread. Reviews that have not ended fail. */
  close(): Promise<void>;
}

/**
 * Reviews in a thread of its own, so that the event loop stays free for webhooks whatever a pull request holds, and so that
 * a review can be ended in the middle of a loop. The thread starts with the first review and lives until one is stopped.
 */
export function createReviewWorker(options: ReviewWorkerOptions): ReviewWorker {
  let thread: Worker | undefined;
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();

  const discard = async (ended: Worker): Promise<void> => {
    if (thread === ended) thread = undefined;
    await ended.terminate();
  };
  const review = async (input: ReviewInput): Promise<ReviewPlan> => {
    if (isClosed) throw new ReviewStopped("The server is stopping.");
    thread ??= startThread(options, (ended) => void discard(ended));
    const current = thread;
    try {
      const { plan, parsing } = await reviewInThread(current, input, options);
      options.onParsing?.(parsing);
      return plan;
    } catch (error) {
      if (error instanceof ReviewStopped) void discard(current);
      throw error;
    }
  };
  return {
    review(input) {
      const result = last.then(() => review(input));
      last = result.catch(() => {});
      return result;
    },
    async close() {
      isClosed = true;
      if (thread) await discard(thread);
      await last;
    },
  };
}

function startThread(options: ReviewWorkerOptions, onEnd: (thread: Worker) => void): Worker {
  const { maxOldGenerationSizeMb, thread = new URL("./thread.js", import.meta.url) } = options;
  const worker = new Worker(thread, {
    name: "review",
    resourceLimits: { maxOldGenerationSizeMb },
    // The environment holds the private key and the webhook secret.
    env: {},
    argv: [],
    execArgv: [],
  });
  // Whoever waits for a review listens too; without one, an error would end the server.
  worker.on("error", () => onEnd(worker));
  worker.on("exit", () => onEnd(worker));
  return worker;
}
