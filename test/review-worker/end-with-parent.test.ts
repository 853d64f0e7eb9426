import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "@jest/globals";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "gatewarden-orphan-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("a worker in the middle of a loop ends when its server was killed", async () => {
  const built = join(folder, "end-with-parent.mjs");
  const source = fileURLToPath(new URL("../../src/review-worker/end-with-parent.ts", import.meta.url));
  await build({ entryPoints: [source], outfile: built, platform: "node", format: "esm" });
  const program = fileURLToPath(new URL("programs/parent.js", import.meta.url));
  const parent = spawn(process.execPath, [program, built], { stdio: ["ignore", "pipe", "inherit"] });
  const [line] = (await once(parent.stdout, "data")) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  // Longer than the watch takes to look: with its parent it lives.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(isAlive(pid)).toBe(true);

  parent.kill("SIGKILL");
  const deadline = Date.now() + 10_000;
  while (isAlive(pid) && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 50));
  expect(isAlive(pid)).toBe(false);
});

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
