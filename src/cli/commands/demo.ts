import type { CliCommand } from "../command.ts";

export const demo: CliCommand = {
  id: "demo",
  define(program, io) {
    program
      .command("demo")
      .description("Show a review, a block, an approval and a merge against a fake GitHub on this machine.")
      .option("--keep", "leave everything running and print the addresses")
      .action(async ({ keep = false }: { keep?: boolean }) => {
        const { runDemo } = await import("../../demo/demo.ts");
        io.exit(await runDemo({ keep, out: io.stdout }));
      });
  },
};
