import type { CliIo } from "../../src/cli/command.ts";
import { runCli } from "../../src/cli/run-cli.ts";

export interface CommandResult {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command line in this process, with everything around it replaced. */
export async function runCommand(argv: readonly string[], io: Partial<CliIo> = {}): Promise<CommandResult> {
  let [stdout, stderr, exitCode] = ["", "", -1];
  await runCli(argv, {
    stdout: { write: (text) => (stdout += text) },
    stderr: { write: (text) => (stderr += text) },
    stdin: streamOf(""),
    env: {},
    cwd: process.cwd(),
    now: () => new Date("2026-11-20T17:00:00Z"),
    exit: (code) => {
      exitCode = code;
    },
    ...io,
  });
  return { exitCode, stdout, stderr };
}

export async function* streamOf(text: string): AsyncIterable<string> {
  yield text;
}
