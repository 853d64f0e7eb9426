import { randomUUID } from "node:crypto";
import type { Claim, WorkQueue } from "../storage/work-queue.ts";
import { leaseMilliseconds, startHeartbeat } from "./heartbeat.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";

/** Does the work, and returns when to look again although nothing happened (milliseconds since the epoch) or null. */
export type HandleWork = (claim: Claim, stillOurs: () => void) => Promise<number | null>;

export interface WorkerOptions {
  readonly queue: WorkQueue;
  readonly handle: HandleWork;
  readonly log: Log;
  readonly metrics: Metrics;
  /** How many items are worked on at once; one item never twice. */
  readonly concurrency: number;
}

/** Finds work of other processes, and work whose time has come. */
const pollMilliseconds = 1000;

/** Works on whatever is due until it is stopped. `stop` waits for what has begun. */
export function startWorker(options: WorkerOptions): { stop(): Promise<void> } {
  const running = new Set<Promise<void>>();
  let stopped = false;
  let claiming: Promise<void> | undefined;

  const wake = (): void => {
    if (stopped || claiming) return;
    claiming = claimAndStart().finally(() => {
      claiming = undefined;
    });
  };
  const claimAndStart = async (): Promise<void> => {
    const free = options.concurrency - running.size;
    if (free <= 0) return;
    for (const claim of await claimDue(options, free)) {
      const item = workOn(options, claim).finally(() => {
        running.delete(item);
        wake();
      });
      running.add(item);
    }
  };
  const forgetListener = options.queue.onWork(wake);
  const timer = setInterval(wake, pollMilliseconds);
  wake();
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      forgetListener();
      await claiming;
      await Promise.all(running);
    },
  };
}

async function claimDue({ queue, log }: WorkerOptions, limit: number): Promise<readonly Claim[]> {
  try {
    // A name of its own for every claim: one that was lost must not be taken for a later one of this process.
    return await queue.claim(randomUUID(), limit, Date.now(), Date.now() + leaseMilliseconds);
  } catch (error) {
    log.error("Work could not be claimed", { error });
    return [];
  }
}

async function workOn(options: WorkerOptions, claim: Claim): Promise<void> {
  const { queue, log, metrics } = options;
  const heartbeat = startHeartbeat(claim.key, (until) => queue.renew(claim, until));
  try {
    const lookAgainAt = await options.handle(claim, () => heartbeat.stillOurs());
    await queue.done(claim, Date.now());
    if (lookAgainAt !== null) await queue.schedule(claim.key, lookAgainAt);
  } catch (error) {
    metrics.count("gatewarden_work_failures_total", { kind: kindOf(claim.key) });
    log.error("Work failed and is tried again", { work: claim.key, attempt: claim.attempts + 1, error });
    await queue.fail(claim, String(error), Date.now()).catch((another: unknown) => {
      // The lease ends by itself, and the item is claimed again.
      log.error("A failure could not be stored", { work: claim.key, error: another });
    });
  } finally {
    heartbeat.stop();
  }
}

function kindOf(key: string): string {
  return key.includes("#") ? "pull-request" : "listing";
}
