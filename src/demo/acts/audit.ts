import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { hold } from "../hold.ts";
import type { Narrator } from "../narrator.ts";
import { builtCli } from "../server-process.ts";
import { pause, repository, type Stage } from "../stage.ts";
import { completedRun } from "./review.ts";

interface Entry {
  readonly sequence: number;
  readonly kind: string;
  readonly actor: { readonly login: string } | null;
  readonly hash: string;
}

/** The trail on disk, exported and verified with the command line as an auditor would. */
export async function showAuditTrail(stage: Stage, tell: Narrator, number: number): Promise<void> {
  tell.step("What is on record");
  const lines = await untilMerged(stage);
  for (const { sequence, kind, actor, hash } of lines.map((line) => JSON.parse(line) as Entry)) {
    const who = (actor?.login ?? "").padEnd(16);
    tell.quote(`${String(sequence).padStart(3)}  ${kind.padEnd(22)} ${who} ${tell.paint(hash.slice(0, 16), "dim")}`);
  }
  const file = join(stage.folder, "trail.jsonl");
  await writeFile(file, `${lines.join("\n")}\n`);

  tell.step("The trail proves itself");
  const head = quotedHead(stage, number);
  tell.say("The check quotes the head of the trail, so that the proof lies outside of our store:");
  await verify(stage, tell, [file, "--head", head], 0, "the trail is intact and holds what the check quoted");
  tell.say("Now somebody changes one word of the stranger's entry in the export:");
  const forged = join(stage.folder, "forged.jsonl");
  await writeFile(forged, `${lines.join("\n").replace("approval-rejected", "approval-counted")}\n`);
  await verify(stage, tell, [forged], 1, "the forgery is found");
}

async function untilMerged({ dataFolder }: Stage): Promise<string[]> {
  const deadline = performance.now() + 30_000;
  while (performance.now() < deadline) {
    const { stdout } = await gatewarden(["audit", "export", "--database", join(dataFolder, "gatewarden.db")]);
    const lines = stdout.trim().split("\n");
    if (lines.some((line) => line.includes('"kind":"merged"'))) return lines;
    await pause(100);
  }
  throw new Error("waited in vain for the entry of the merge");
}

function quotedHead(stage: Stage, number: number): string {
  const { headSha } = stage.github.pullRequest(repository, number);
  const summary = completedRun(stage, headSha)?.summary ?? "";
  const [, sequence, hash] = /audit entry `?(\d+)`?, sha256 `?([0-9a-f]{64})/.exec(summary) ?? [];
  if (!sequence || !hash) throw new Error("the check does not quote the head of the trail");
  return `${sequence}:${hash}`;
}

async function verify(
  stage: Stage,
  tell: Narrator,
  args: readonly string[],
  expected: number,
  fact: string,
): Promise<void> {
  const { code, stdout } = await gatewarden(["audit", "verify", ...args]);
  const shown = args.map((arg) => arg.replace(`${stage.folder}/`, "").replace(/(?<=:[0-9a-f]{12})[0-9a-f]+$/, "…"));
  tell.quote(`$ gatewarden audit verify ${shown.join(" ")}\n${stdout.trim().replace(/[0-9a-f]{52}\b/g, "…")}`);
  hold(tell, `${fact} (exit code ${code})`, code === expected);
}

function gatewarden(args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  return new Promise((done) => {
    execFile(process.execPath, [builtCli, ...args], (error, stdout, stderr) => {
      done({ code: typeof error?.code === "number" ? error.code : error ? 1 : 0, stdout: stdout + stderr });
    });
  });
}
