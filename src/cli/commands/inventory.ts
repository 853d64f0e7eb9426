import { Option } from "commander";
import { inventoryFormats } from "../../reports/inventory/formats/index.ts";
import type { CliCommand } from "../command.ts";
import { exitingOnSignals } from "../exiting-on-signals.ts";
import type { InventoryCommandOptions } from "../take-inventory.ts";

export const inventory: CliCommand = {
  id: "inventory",
  define(program, io) {
    const ids = inventoryFormats.map(({ id }) => id);
    program
      .command("inventory")
      .description("List every way in, every grant and every open connection of a commit, with who owns it.")
      .option("--repo <dir>", "the git repository", ".")
      .option("--at <rev>", "the commit to look at; uncommitted changes are never part of it", "HEAD")
      .option("--policy <file>", "a policy of this machine instead of the one at the commit")
      .addOption(new Option("--format <format>", "how to print the list").choices(ids).default("terminal"))
      .option("--output <file>", "write the list to a file instead of printing it")
      .action(async ({ format, ...options }: InventoryCommandOptions & { format: string }) => {
        const { takeInventoryOf } = await import("../take-inventory.ts");
        const chosen = inventoryFormats.find(({ id }) => id === format) ?? inventoryFormats[0];
        io.exit(await exitingOnSignals(() => takeInventoryOf(options, chosen, io)));
      });
  },
};
