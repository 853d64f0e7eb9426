import { Worker } from "node:worker_threads";

/**
 * Ends this process when the one that started it is gone, even in the middle of a loop: a server that was killed must not leave
 * one behind that computes for ever.
 */
export function endWithParent(): void {
  process.once("disconnect", () => process.exit());
  // In a loop, this process hears nothing. A thread does.
  const watch = `setInterval(() => {
    if (process.ppid !== ${process.ppid}) process.kill(process.pid, "SIGKILL");
  }, 1000);`;
  new Worker(watch, { eval: true, env: {}, resourceLimits: { maxOldGenerationSizeMb: 8 } }).unref();
}
