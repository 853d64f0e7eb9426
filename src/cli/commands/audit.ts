import type { CliCommand } from "../command.ts";

export const audit: CliCommand = {
  id: "audit",
  define(program, io) {
    const audit = program.command("audit").description("Work on the audit trail.");
    audit
      .command("verify")
      .description("Check every link of a trail; a broken one is named, with exit code 1.")
      .argument("[file]", "an export (JSON Lines), `-` for standard input; default: the database of this server")
      .option("--head <seq:hash>", "a head that was quoted outside, such as in a check: shows a cut or rewritten trail")
      .option("--database <place>", databaseHelp)
      .action(async (file: string | undefined, options: { head?: string; database?: string }) => {
        const { verifyTrail } = await import("../audit-trail.ts");
        io.exit(await verifyTrail(file, options, io));
      });
    audit
      .command("export")
      .description("Print the trail of the database as JSON Lines, one canonical entry a line.")
      .option("--from <seq>", "the first entry to print", "1")
      .option("--database <place>", databaseHelp)
      .action(async (options: { from: string; database?: string }) => {
        const { exportTrail } = await import("../audit-trail.ts");
        io.exit(await exportTrail(options, io));
      });
  },
};

const databaseHelp =
  "a file or a postgres:// URL; default: DATABASE_URL, or gatewarden.db in GATEWARDEN_DATA or ./data";
