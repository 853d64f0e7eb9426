import type { CliCommand } from "../command.ts";

export const explain: CliCommand = {
  id: "explain",
  define(program, io) {
    program
      .command("explain")
      .description("Say what a rule finds, why it matters and what to do, with examples.")
      .argument("[rule]", "id of the rule, such as tls-removed")
      .option("--list", "list all rules")
      .action(async (rule: string | undefined, { list }: { list?: true }) => {
        const { explainRule, listRules } = await import("../explain-rule.ts");
        io.exit(list ? listRules(io) : explainRule(rule, io));
      });
  },
};
