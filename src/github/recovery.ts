import type { WorkQueue } from "../storage/work-queue.ts";
import type { GitHub } from "./client.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { redeliverFailed } from "./redeliver.ts";
import { installationsToSweep } from "./sweep.ts";
import { formatWorkKey } from "./work-key.ts";

export interface RecoveryOptions {
  readonly github: GitHub;
  readonly queue: WorkQueue;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly sweepMilliseconds: number;
}

const redeliveryMilliseconds = 10 * 60 * 1000;
const retryMilliseconds = 30_000;
const keptMilliseconds = 7 * 24 * 60 * 60 * 1000;

/** Finds what webhooks did not tell: a look at everything at the start and regularly, and failed deliveries again. */
export function startRecovery(options: RecoveryOptions): { stop(): Promise<void> } {
  const { sweepMilliseconds } = options;
  const tasks = [
    repeat(options, "sweep", sweepMilliseconds, () => sweep(options)),
    repeat(options, "redelivery", redeliveryMilliseconds, () => redeliver(options)),
  ];
  return {
    async stop() {
      await Promise.all(tasks.map((task) => task.stop()));
    },
  };
}

async function sweep({ github, queue, log }: RecoveryOptions): Promise<void> {
  const now = Date.now();
  await queue.forgetDeliveries(now - keptMilliseconds);
  const installations = await installationsToSweep(github);
  await queue.add(installations.map(formatWorkKey), now);
  log.debug("Sweep", { installations: installations.length });
}

async function redeliver({ github, queue, log, metrics }: RecoveryOptions): Promise<void> {
  const redelivered = await redeliverFailed(github, (ids) => queue.known(ids), Date.now());
  for (const delivery of redelivered) {
    metrics.count("gatewarden_redeliveries_total");
    log.info("GitHub was asked to repeat a failed delivery", { delivery });
  }
}

/** Runs the task now and then regularly; after an error sooner. One that runs is waited for by `stop`. */
function repeat(
  { log }: RecoveryOptions,
  name: string,
  milliseconds: number,
  task: () => Promise<void>,
): { stop(): Promise<void> } {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const run = async (): Promise<void> => {
    let wait = milliseconds;
    try {
      await task();
    } catch (error) {
      wait = Math.min(milliseconds, retryMilliseconds);
      log.warn(`The ${name} failed and is tried again`, { error });
    }
    if (stopped) return;
    timer = setTimeout(() => {
      running = run();
    }, wait);
    timer.unref();
  };
  running = run();
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
