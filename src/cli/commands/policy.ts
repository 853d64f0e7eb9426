import type { CliCommand } from "../command.ts";

export const policy: CliCommand = {
  id: "policy",
  define(program, io) {
    program
      .command("policy")
      .description("Work on the policy of a repository.")
      .command("check")
      .description("Validate a policy file; problems come with line and column, and exit code 2.")
      .argument("[file]", "the policy", ".github/gatewarden.yaml")
      .action(async (file: string) => {
        const { checkPolicy } = await import("../check-policy.ts");
        io.exit(await checkPolicy(file, io));
      });
  },
};
