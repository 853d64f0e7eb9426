import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { runCommand } from "../../support/run-command.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "gatewarden-policy-"));
  mkdirSync(join(folder, ".github"));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("policy check", () => {
  test("accepts a valid policy in its usual place", async () => {
    const text = "version: 1\nmaintainers:\n  edge: { users: [alice] }\nreviews:\n  - { approvals: 1, from: [edge] }\n";
    writeFileSync(join(folder, ".github/gatewarden.yaml"), text);
    const { exitCode, stdout } = await runCommand(["policy", "check"], { cwd: folder });
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: ".github/gatewarden.yaml is valid: 1 review entry, 1 maintainer group, 0 waivers\n",
    });
  });

  test("names the place of each problem", async () => {
    writeFileSync(join(folder, "bad.yaml"), "version: 1\nreviewz: []\nmaintainers: 7\n");
    const { exitCode, stdout } = await runCommand(["policy", "check", "bad.yaml"], { cwd: folder });
    expect(exitCode).toBe(2);
    expect(stdout).toMatch(/^bad\.yaml:2:1: unknown key `reviewz`; did you mean `reviews`\?\nbad\.yaml:3:\d+: /);
  });

  test("of a file that is not there is a usage error", async () => {
    expect((await runCommand(["policy", "check", "none.yaml"], { cwd: folder })).exitCode).toBe(2);
  });
});
