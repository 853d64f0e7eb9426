import type { CliCommand } from "../command.ts";

export const serve: CliCommand = {
  id: "serve",
  define(program, io) {
    program
      .command("serve")
      .description(
        "Run the GitHub App. Settings come from the environment: APP_ID, PRIVATE_KEY, WEBHOOK_SECRET, PORT, DATABASE_URL …",
      )
      .action(async () => {
        const { serveUntilSignal } = await import("../../app.ts");
        await serveUntilSignal(io.env);
        io.exit(0);
      });
  },
};
