import { Option } from "commander";
import { diagramFormats } from "../../reports/diagram/formats.ts";
import type { CliCommand } from "../command.ts";
import type { DiagramOptions } from "../draw-diagram.ts";
import { exitingOnSignals } from "../exiting-on-signals.ts";

export const diagram: CliCommand = {
  id: "diagram",
  define(program, io) {
    const ids = diagramFormats.map(({ id }) => id);
    program
      .command("diagram")
      .description("Draw who can reach what at a commit, or what a change does to it.")
      .option("--repo <dir>", "the git repository", ".")
      .option("--at <rev>", "the commit to draw; default: HEAD")
      .option("--diff", "draw what a change does to it, instead of all there is")
      .option(
        "--base <rev>",
        "with --diff, what to compare with; default: the merge base with the remote's default branch, main or master",
      )
      .option("--head <rev>", "with --diff, the changed commit; default: HEAD")
      .option("--policy <file>", "a policy of this machine instead of the one at the commit")
      .addOption(new Option("--format <format>", "how to write the diagram").choices(ids).default("mermaid"))
      .option("--output <file>", "write the diagram to a file instead of printing it")
      .action(async ({ format, ...options }: DiagramOptions & { format: string }) => {
        const { drawDiagram } = await import("../draw-diagram.ts");
        const writer = diagramFormats.find(({ id }) => id === format) ?? diagramFormats[0];
        io.exit(await exitingOnSignals(() => drawDiagram(options, writer, io)));
      });
  },
};
