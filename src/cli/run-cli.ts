import { CommanderError } from "commander";
import { visibleText } from "../reports/visible-text.ts";
import { CliError } from "./cli-error.ts";
import type { CliIo, ExitCode } from "./command.ts";
import { createProgram } from "./program.ts";

/** Runs one command line, without the names of program and script. Every failure becomes a line on stderr and an exit code. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<void> {
  try {
    const program = await createProgram(io, argv[0]);
    await program.parseAsync([...argv], { from: "user" });
  } catch (error) {
    io.exit(explain(error, io));
  }
}

function explain(error: unknown, io: CliIo): ExitCode {
  // Commander has printed its own message; help and version are no errors.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  const message = error instanceof Error ? error.message : String(error);
  io.stderr.write(`error: ${visibleText(message, 2000)}\n`);
  const debug = Boolean(io.env.GATEWARDEN_DEBUG);
  if (debug && error instanceof Error) io.stderr.write(`${error.stack}\n`);
  if (error instanceof CliError) return error.exitCode;
  // The server's word for a wrong environment variable; its class is not loaded before it is needed.
  if (error instanceof Error && error.name === "ConfigError") return 2;
  if (!debug) io.stderr.write("GATEWARDEN_DEBUG=1 shows where this happened.\n");
  return 3;
}
