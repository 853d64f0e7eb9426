import type { Command } from "commander";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";

/** 0: nothing needs a review. 1: something does (or a trail is broken). 2: usage or policy error. 3: could not evaluate. */
export type ExitCode = 0 | 1 | 2 | 3;

export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean;
  readonly columns?: number;
}

/** All that a command may touch of the world around it, so that tests run in process. */
export interface CliIo {
  /** The result, and nothing else. */
  readonly stdout: Output;
  /** Errors, notes and progress. */
  readonly stderr: Output;
  readonly stdin: AsyncIterable<string | Uint8Array>;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly now: () => Date;
  /** Called once, when a command is done. */
  readonly exit: (code: ExitCode) => void;
  /** Stands in for the engine in tests. */
  readonly review?: (input: ReviewInput) => Promise<ReviewPlan>;
}

/** A command of the shelf `commands/`. What it needs beyond its options is imported when it runs: the program starts fast. */
export interface CliCommand {
  readonly id: string;
  /** Adds the command with its arguments and options to the program. */
  define(program: Command, io: CliIo): void;
}
