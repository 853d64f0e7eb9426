import { constants } from "node:os";

const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Does the work; a signal meanwhile ends the process the way `process.exit` does, so that what is removed at exit is removed
 * then too. By itself a signal ends a process without that.
 */
export async function exitingOnSignals<T>(work: () => Promise<T>): Promise<T> {
  // 128 and the number of the signal: what a shell reports for a process that a signal ended.
  const exit = (signal: NodeJS.Signals) => process.exit(128 + constants.signals[signal]);
  for (const signal of signals) process.once(signal, exit);
  try {
    return await work();
  } finally {
    for (const signal of signals) process.off(signal, exit);
  }
}
