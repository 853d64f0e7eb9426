import { describe, expect, test } from "@jest/globals";
import { createProgram } from "../../src/cli/program.ts";
import { version } from "../../src/cli/version.ts";
import { runCommand } from "../support/run-command.ts";

describe("the command line", () => {
  test("has the commands that the documentation promises", async () => {
    const names = (await createProgram()).commands.map((command) => command.name());
    expect(names).toEqual(["audit", "demo", "diagram", "explain", "inventory", "policy", "review", "serve"]);
  });

  test("prints help and version as results", async () => {
    const help = await runCommand(["--help"]);
    expect(help).toMatchObject({ exitCode: 0, stderr: "" });
    expect(help.stdout).toContain("Exit codes: 0 nothing needs a review, 1 something does,");
    expect(await runCommand(["--version"])).toEqual({ exitCode: 0, stdout: `${version()}\n`, stderr: "" });
  });

  test.each([
    ["an unknown command", ["reviw"], "(Did you mean review?)"],
    ["an unknown option", ["review", "--bsae", "main"], "(Did you mean --base?)"],
    ["no command at all", [], "Usage: gatewarden"],
    ["half a command", ["policy"], "Usage: gatewarden policy"],
    ["an argument too many", ["policy", "check", "a", "b"], "too many arguments"],
  ])("takes %s for a usage error", async (_, argv, expected) => {
    const { exitCode, stdout, stderr } = await runCommand(argv);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(expected);
  });
});
