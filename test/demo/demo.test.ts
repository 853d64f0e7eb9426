import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { builtCli } from "../end-to-end/built-cli.ts";

// Under twenty seconds on a machine of its own.
jest.setTimeout(120_000);

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "demo-test-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Played {
  readonly code: number | null;
  readonly output: string;
}

/** Plays the demo with its temporary files in our folder, from a working directory that is not the project. */
async function play(
  args: readonly string[],
  onOutput: (output: string, interrupt: () => void) => void = () => {},
): Promise<Played> {
  const child = spawn(process.execPath, [await builtCli(), "demo", ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env.PATH, TMPDIR: folder },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const append = (chunk: Buffer) => {
    output += chunk.toString();
    onOutput(output, () => child.kill("SIGINT"));
  };
  child.stdout.on("data", append);
  child.stderr.on("data", append);
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, output };
}

test("the demo tells the story from pull request to audit trail, and leaves nothing behind", async () => {
  const { code, output } = await play([]);
  expect({ code, output }).toMatchObject({ code: 0, output: expect.stringContaining("Every step held.") });
  const facts = output.split("\n").filter((line) => line.startsWith("✓"));
  expect(facts.length).toBeGreaterThanOrEqual(14);
  expect(output).not.toContain("✗");
  expect(readdirSync(folder)).toEqual([]);

  // Each step fits on a screen.
  const steps = output.split(/^── /m).slice(1);
  expect(steps.length).toBeGreaterThanOrEqual(10);
  expect(Math.max(...steps.map((step) => step.split("\n").length))).toBeLessThanOrEqual(40);
});

test("kept running, it says where, and ends cleanly on Ctrl+C", async () => {
  let interrupted = false;
  const { code, output } = await play(["--keep"], (text, interrupt) => {
    if (interrupted || !/files +\S+\n/.test(text)) return;
    interrupted = true;
    interrupt();
  });
  expect(output).toMatch(/GitHub +http:\/\/127\.0\.0\.1:\d+/);
  expect(code).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

test("interrupted in the middle, it leaves neither files nor a server behind", async () => {
  let interrupted = false;
  const { code, output } = await play([], (text, interrupt) => {
    if (interrupted || !text.includes("── 2.")) return;
    interrupted = true;
    interrupt();
  });
  expect(code).toBe(1);
  expect(readdirSync(folder)).toEqual([]);
  const server = /Gatewarden \(the real one\) at (\S+),/.exec(output)?.[1] ?? "";
  await expect(fetch(server)).rejects.toThrow();
});
