import { Option } from "commander";
import { reportFormats } from "../../reports/formats/index.ts";
import type { CliCommand } from "../command.ts";
import { exitingOnSignals } from "../exiting-on-signals.ts";
import type { ReviewOptions } from "../review-repository.ts";

export const review: CliCommand = {
  id: "review",
  define(program, io) {
    const ids = reportFormats.map(({ id }) => id);
    program
      .command("review")
      .description("Say what a commit changes in who can reach a service and who may do what.")
      .option("--repo <dir>", "the git repository", ".")
      .option(
        "--base <rev>",
        "what to compare with; default: the merge base with the remote's default branch, main or master",
      )
      .option("--head <rev>", "what to review; uncommitted changes are never part of it", "HEAD")
      .option("--policy <file>", "a policy of this machine instead of the one at the base")
      .addOption(new Option("--format <format>", "how to print the result").choices(ids).default("terminal"))
      .option("--output <file>", "write the result to a file instead of printing it")
      .option("--summary <file>", "append the Markdown report to a file too, such as a job's $GITHUB_STEP_SUMMARY")
      .action(async ({ format, ...options }: ReviewOptions & { format: string }) => {
        const { reviewRepository } = await import("../review-repository.ts");
        const report = reportFormats.find(({ id }) => id === format) ?? reportFormats[0];
        io.exit(await exitingOnSignals(() => reviewRepository(options, report, io)));
      });
  },
};
