import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";
import type { Parsing } from "./messages.ts";
import { reviewInProcess } from "./review-in-process.ts";
import { ReviewStopped } from "./review-stopped.ts";

export interface ReviewWorkerOptions {
  /** The longest that one review may take, with the reading of its files, in milliseconds. */
  readonly timeoutMs: number;
  /** Of the worker's heap, in megabytes. */
  readonly maxOldGenerationSizeMb: number;
  /** Told after every review that came to a result. */
  readonly onParsing?: (parsing: Parsing) => void;
  /** The built worker-process.js; by default the one of the same build. */
  readonly program?: URL;
  /** Where what the worker prints on standard error goes, such as the stack of a crash; by default to that of this process. */
  readonly stderr?: "inherit" | "ignore";
}

export interface ReviewWorker {
  /**
   * The plan that `reviewPullRequest` makes. Reviews wait for each other. Fails with a ReviewStopped if the worker was
   * ended, and with the tree's own error if that failed.
   */
  review(input: ReviewInput): Promise<ReviewPlan>;
  /** Ends the worker. Reviews that have not ended fail. */
  close(): Promise<void>;
}

/**
 * Reviews in a process of its own, so that the event loop stays free for webhooks whatever a pull request holds, and a review
 * can be ended in the middle of a loop. The process starts with the first review and lives until one is stopped.
 */
export function createReviewWorker(options: ReviewWorkerOptions): ReviewWorker {
  let worker: ChildProcess | undefined;
  let isClosed = false;
  let last: Promise<unknown> = Promise.resolve();

  const forget = (ended: ChildProcess): void => {
    if (worker === ended) worker = undefined;
  };
  const review = async (input: ReviewInput): Promise<ReviewPlan> => {
    if (isClosed) throw new ReviewStopped("The server is stopping.");
    worker ??= startWorkerProcess(options, forget);
    const current = worker;
    try {
      const { plan, parsing } = await reviewInProcess(current, input, options);
      options.onParsing?.(parsing);
      return plan;
    } catch (error) {
      if (error instanceof ReviewStopped) {
        forget(current);
        current.kill("SIGKILL");
      }
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
      if (worker?.kill("SIGKILL")) await once(worker, "exit");
      await last;
    },
  };
}

function startWorkerProcess(options: ReviewWorkerOptions, onEnd: (worker: ChildProcess) => void): ChildProcess {
  const { maxOldGenerationSizeMb, stderr = "inherit" } = options;
  const { program = new URL("../review-worker/worker-process.js", import.meta.url) } = options;
  const worker = fork(program, [], {
    serialization: "advanced",
    execArgv: [`--max-old-space-size=${maxOldGenerationSizeMb}`],
    // The environment of the server holds the private key and the webhook secret.
    env: {},
    stdio: ["ignore", "ignore", stderr, "ipc"],
  });
  // Whoever waits for a review listens too; without anybody, an error would end the server.
  worker.on("error", () => onEnd(worker));
  worker.on("exit", () => onEnd(worker));
  return worker;
}
