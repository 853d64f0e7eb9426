import type { ChildProcess } from "node:child_process";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";
import { answerTreeCalls } from "./answer-tree-calls.ts";
import type { FromWorker, Parsing, ReviewQuestion, ThrownError, ToWorker } from "./messages.ts";
import { ReviewStopped } from "./review-stopped.ts";

export interface Limits {
  readonly timeoutMs: number;
  readonly maxOldGenerationSizeMb: number;
}

/**
 * One review in a process that does nothing else meanwhile. Fails with a ReviewStopped if the process ended or has to be
 * ended by the caller, and with whatever the review or the tree threw otherwise.
 */
export function reviewInProcess(
  worker: ChildProcess,
  input: ReviewInput,
  limits: Limits,
): Promise<{ readonly plan: ReviewPlan; readonly parsing: Parsing }> {
  return new Promise((resolve, reject) => {
    // A message that does not arrive needs no word of its own: the process has ended, and its exit is heard.
    const send = (message: ToWorker) => void worker.send(message, () => {});
    const tree = answerTreeCalls(input.tree, send);
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      worker.off("message", onMessage).off("error", onError).off("exit", onExit);
      tree.close();
      settle();
    };
    const onMessage = (message: FromWorker): void => {
      if (message.kind === "reviewed") finish(() => resolve(message));
      else if (message.kind === "failed") finish(() => reject(tree.failure() ?? asError(message.error)));
      else tree.handle(message);
    };
    const stop = (why: string, cause?: unknown): void =>
      finish(() => reject(new ReviewStopped(`The review ${why} and was stopped.`, { cause })));
    const onError = (error: Error): void => stop("could not talk to its process", error);
    const onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
      // V8 aborts the process when its heap is full.
      if (signal === "SIGABRT") stop(`needed more than ${limits.maxOldGenerationSizeMb} MB of memory`);
      else stop(`lost its process (${signal ?? `exit code ${code}`})`);
    };
    const timer = setTimeout(() => stop(`took longer than ${limits.timeoutMs / 1000} s`), limits.timeoutMs);
    worker.on("message", onMessage).on("error", onError).on("exit", onExit);
    try {
      send({ kind: "review", question: questionOf(input) });
    } catch (error) {
      finish(() => reject(error as Error));
    }
  });
}

/** Named one by one: whatever else an input may carry one day does not cross by itself. */
function questionOf({ base, head, policy, codeowners, approvals, now }: ReviewInput): ReviewQuestion {
  return { base, head, policy, codeowners, approvals, now };
}

function asError({ name, message, stack }: ThrownError): Error {
  const error = new Error(message);
  error.name = name;
  if (stack !== undefined) error.stack = stack;
  return error;
}
