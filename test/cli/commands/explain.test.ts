import { describe, expect, test } from "@jest/globals";
import { allRules } from "../../../src/rules/all-rules.ts";
import { runCommand } from "../../support/run-command.ts";

describe("explain", () => {
  test("shows why a rule matters, what to do, and its examples as diffs", async () => {
    const { exitCode, stdout } = await runCommand(["explain", "cluster-admin-granted"]);
    const rule = allRules.find(({ id }) => id === "cluster-admin-granted");
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^cluster-admin-granted: /);
    for (const heading of ["Why it matters", "What to do", "PCI DSS v4.0.1", `Example: ${rule?.examples[0]?.title}`])
      expect(stdout).toContain(`\n${heading}\n`);
    expect(stdout).toMatch(/^ {2}\+/m);
    expect(stdout).toContain(`\n  → ${rule?.examples[0]?.events[0]}\n`);
  });

  test("colours the diff of an example", async () => {
    const { stdout } = await runCommand(["explain", "cluster-admin-granted"], { env: { FORCE_COLOR: "1" } });
    expect(stdout).toContain("\u001b[32m+");
  });

  test("suggests the rule that was meant", async () => {
    const { exitCode, stdout, stderr } = await runCommand(["explain", "cluster-admin-grantet"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("did you mean `cluster-admin-granted`?");
  });

  test("names rules about the same thing", async () => {
    expect((await runCommand(["explain", "secrets"])).stderr).toContain("related: secrets-made-readable");
  });

  test("lists every rule once", async () => {
    const { stdout } = await runCommand(["explain", "--list"]);
    const listed = stdout.split("\n").flatMap((line) => /^ {2}(\S+)/.exec(line)?.slice(1) ?? []);
    expect(listed.toSorted()).toEqual(allRules.map(({ id }) => id).toSorted());
  });

  test("without a rule says how to find one", async () => {
    const { exitCode, stderr } = await runCommand(["explain"]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: "error: name a rule, or list them with --list\n" });
  });

  test("every page can be printed", async () => {
    for (const { id } of allRules) expect((await runCommand(["explain", id])).exitCode).toBe(0);
  });
});
