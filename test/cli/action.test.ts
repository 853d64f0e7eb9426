import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { createProgram } from "../../src/cli/program.ts";

interface Step {
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const action = parse(readFileSync("action.yml", "utf8"));
const steps: readonly Step[] = action.runs.steps;
const reviewStep = steps.find(({ id }) => id === "review");

describe("action.yml", () => {
  test("is a composite action with the inputs that the README shows", () => {
    expect(action.runs.using).toBe("composite");
    expect(Object.keys(action.inputs)).toEqual(["base", "head", "format", "fail-on", "path"]);
  });

  test("interpolates nothing into code", () => {
    for (const { run } of steps) expect(run).not.toContain("${{");
  });

  test("passes every input by environment", () => {
    expect(Object.values(reviewStep?.env ?? {}).toSorted()).toEqual(
      Object.keys(action.inputs)
        .map((name) => `\${{ inputs.${name} }}`)
        .toSorted(),
    );
  });

  test("pins the actions that it uses, if any, to a commit", () => {
    for (const { uses } of steps) if (uses !== undefined) expect(uses).toMatch(/@[0-9a-f]{40}$/);
  });

  test("names options that the command line has", async () => {
    const review = (await createProgram()).commands.find((command) => command.name() === "review");
    const known = review?.options.map(({ long }) => long);
    const used = [...(reviewStep?.run ?? "").matchAll(/(--[a-z]+)=/g)].map(([, option]) => option);
    expect(used.length).toBeGreaterThan(3);
    expect(known).toEqual(expect.arrayContaining(used));
    expect(review?.options.find(({ long }) => long === "--format")?.argChoices).toContain(action.inputs.format.default);
  });

  test("has scripts that bash can read", () => {
    for (const { run, shell } of steps) {
      expect(shell).toBe("bash");
      execFileSync("bash", ["-n"], { input: run });
    }
  });
});

describe("the script of the action", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "gatewarden-action-"));
    mkdirSync(join(folder, "dist/cli"), { recursive: true });
    writeFileSync(
      join(folder, "dist/cli/main.js"),
      `const summary = process.argv.find((argument) => argument.startsWith("--summary=")).slice(10);
       require("node:fs").writeFileSync(summary, process.env.STUB_SUMMARY);
       console.log(JSON.stringify(process.argv.slice(2).filter((argument) => !argument.startsWith("--summary="))));
       process.exit(Number(process.env.STUB_EXIT));`,
    );
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(inputs: Readonly<Record<string, string>>, exitCode: number, summary = "### Nothing\n") {
    const files = { GITHUB_OUTPUT: join(folder, "output"), GITHUB_STEP_SUMMARY: join(folder, "summary") };
    for (const file of Object.values(files)) writeFileSync(file, "");
    const defaults = { BASE: "", HEAD: "", FORMAT: "github", FAIL_ON: "needs-review", CHECKOUT: "." };
    const env = { PATH: process.env.PATH, GITHUB_ACTION_PATH: folder, GITHUB_WORKSPACE: "/ws", ...files };
    // As GitHub runs `shell: bash`.
    const { status, stdout } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", reviewStep?.run ?? ""],
      {
        env: { ...env, ...defaults, ...inputs, STUB_EXIT: String(exitCode), STUB_SUMMARY: summary },
        encoding: "utf8",
      },
    );
    const [output, jobSummary] = [files.GITHUB_OUTPUT, files.GITHUB_STEP_SUMMARY].map((file) =>
      readFileSync(file, "utf8"),
    );
    return { status, stdout, output, jobSummary };
  }

  test("hands revisions over as they are, whatever they contain", () => {
    const { stdout } = run({ BASE: "$(touch x); `id`", HEAD: "--output=x" }, 0);
    expect(JSON.parse(stdout)).toEqual([
      "review",
      "--repo=/ws/.",
      "--format=github",
      "--base=$(touch x); `id`",
      "--head=--output=x",
    ]);
  });

  test.each([
    ["needs-review", 0, 0],
    ["needs-review", 1, 1],
    ["needs-review", 2, 2],
    ["error", 1, 0],
    ["error", 2, 2],
    ["error", 3, 3],
  ])("with fail-on %s turns exit code %i into %i", (failOn, exitCode, expected) => {
    const { status, output } = run({ FAIL_ON: failOn }, exitCode);
    expect({ status, output }).toEqual({ status: expected, output: `exit-code=${exitCode}\n` });
  });

  test("puts the report into the summary of the job", () => {
    expect(run({}, 0).jobSummary).toBe("### Nothing\n");
  });

  test("does not take a program that could not start for a review", () => {
    expect(run({ FAIL_ON: "error" }, 1, "")).toMatchObject({ status: 3, output: "exit-code=3\n" });
    expect(run({}, 0, "").status).toBe(3);
  });

  test("fails on a fail-on that it does not know", () => {
    expect(run({ FAIL_ON: "never" }, 1).status).toBe(2);
  });
});
