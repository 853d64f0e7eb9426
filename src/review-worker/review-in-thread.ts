import type { Worker } from "node:worker_threads";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";
import { answerTreeCalls } from "./answer-tree-calls.ts";
import type { FromThread, Parsing, ReviewQuestion, ThrownError, ToThread } from "./messages.ts";
import { ReviewStopped } from "./review-stopped.ts";

export interface Limits {
  readonly timeoutMs: number;
  readonly maxOldGenerationSizeMb: number;
}

/**
 * One review in a thread that does nothing else meanwhile. Fails with a ReviewStopped if the thread ended or has to be
 * ended by the caller, and with whatever the review or the tree threw otherwise.
 */
export function reviewInThread(
  thread: Worker,
  input: ReviewInput,
  limits: Limits,
): Promise<{ readonly plan: ReviewPlan; readonly parsing: Parsing }> {
  return new Promise((resolve, reject) => {
    const send = (message: ToThread, transfer: readonly ArrayBuffer[] = []) => thread.postMessage(message, transfer);
    const tree = answerTreeCalls(input.tree, send);
    const finish = (settle: () => void): void => {
      clearTimeout(timer);
      thread.off("message", onMessage).off("error", onError).off("exit", onExit).off("messageerror", onError);
      tree.close();
      settle();
    };
    const onMessage = (message: FromThread): void => {
      if (message.kind === "reviewed") finish(() => resolve(message));
      else if (message.kind === "failed") finish(() => reject(tree.failure() ?? asError(message.error)));
      else tree.handle(message);
    };
    const stop = (why: string, cause?: unknown): void =>
      finish(() => reject(new ReviewStopped(`The review ${why} and was stopped.`, { cause })));
    const onError = (error: NodeJS.ErrnoException): void => {
      const ranOut = error.code === "ERR_WORKER_OUT_OF_MEMORY";
      stop(ranOut ? `needed more than ${limits.maxOldGenerationSizeMb} MB of memory` : "broke down", error);
    };
    const onExit = (): void => stop("lost its thread");
    const timer = setTimeout(() => stop(`took longer than ${limits.timeoutMs / 1000} s`), limits.timeoutMs);
    thread.on("message", onMessage).on("error", onError).on("exit", onExit).on("messageerror", onError);
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
