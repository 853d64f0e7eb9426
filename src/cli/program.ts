import { Command } from "commander";
import type { CliCommand, CliIo } from "./command.ts";
import { commands } from "./commands/index.ts";
import { processIo } from "./process-io.ts";
import { version } from "./version.ts";

/**
 * The command line with all its commands, not yet run. Throws commander's errors instead of ending the process. Where `first`, its
 * first word, is the name of a command, no other is loaded.
 */
export async function createProgram(io: CliIo = processIo(), first?: string): Promise<Command> {
  const program = new Command("gatewarden")
    .description("Reviews who can reach a service and who may do what in the Kubernetes manifests of a git repository.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false)
    .showHelpAfterError("(--help shows the options)")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      getOutHelpWidth: () => io.stdout.columns ?? 80,
      getErrHelpWidth: () => io.stderr.columns ?? 80,
    })
    .addHelpText("after", exitCodes);
  for (const load of commandsFor(first)) {
    const command = await load();
    command.define(program, io);
  }
  return program;
}

function commandsFor(first: string | undefined): readonly (() => Promise<CliCommand>)[] {
  const named = Object.entries(commands).filter(([id]) => id === first);
  return named.length > 0 ? named.map(([, load]) => load) : Object.values(commands);
}

const exitCodes = `
Exit codes: 0 nothing needs a review, 1 something does, 2 usage or policy error, 3 could not evaluate.`;
