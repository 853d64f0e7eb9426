import type { ExitCode } from "./command.ts";

/** Something that the person at the keyboard can put right. Printed as one line, without a stack trace. */
export class CliError extends Error {
  readonly exitCode: ExitCode;

  constructor(exitCode: ExitCode, message: string) {
    super(message);
    this.name = "CliError";
    this.exitCode = exitCode;
  }
}
