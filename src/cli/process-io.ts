import type { CliIo } from "./command.ts";

/** The process itself. The exit code is set, not forced: what was written to a pipe must arrive before the process ends. */
export function processIo(): CliIo {
  return {
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    env: process.env,
    cwd: process.cwd(),
    now: () => new Date(),
    exit: (code) => {
      process.exitCode = code;
    },
  };
}
