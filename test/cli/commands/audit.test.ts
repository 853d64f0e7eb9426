import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import type { EntryDraft } from "../../../src/audit/entry-v1.ts";
import { databaseAuditTrail } from "../../../src/storage/audit-trail.ts";
import { openDatabase } from "../../../src/storage/open-database.ts";
import { runCommand, streamOf } from "../../support/run-command.ts";

const draft = (pullRequest: number): EntryDraft => ({
  kind: "evaluated",
  time: "2026-11-20T17:00:00.000Z",
  repository: "acme/shop",
  pullRequest,
  head: "2e".repeat(20),
  base: "1f".repeat(20),
  policySha: "default",
  actor: null,
  details: { outcome: "pass" },
});

let folder: string;
let database: string;
let exported: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "gatewarden-audit-"));
  database = join(folder, "gatewarden.db");
  const opened = await openDatabase({ kind: "file", file: database });
  const trail = databaseAuditTrail(opened.db);
  for (const number of [1, 2, 3]) await trail.append(draft(number));
  await opened.close();
  exported = (await runCommand(["audit", "export", "--database", database])).stdout;
}, 30_000);
afterAll(() => rmSync(folder, { recursive: true }));

describe("audit export", () => {
  test("prints one entry a line", () => {
    const entries = exported
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(entries.map(({ sequence, pullRequest }) => [sequence, pullRequest])).toEqual([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
  });

  test("starts where it is told, in the database that the server uses", async () => {
    const { stdout } = await runCommand(["audit", "export", "--from", "3"], { env: { GATEWARDEN_DATA: folder } });
    expect(stdout).toBe(exported.split("\n").slice(2).join("\n"));
  });

  test("does not create a database that is not there", async () => {
    const { exitCode, stderr } = await runCommand(["audit", "export", "--database", join(folder, "typo.db")]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error: there is no database ");
  });
});

describe("audit verify", () => {
  const verify = (text: string, ...more: string[]) =>
    runCommand(["audit", "verify", "-", ...more], { stdin: streamOf(text) });

  test("finds an export and the database intact, and says the head", async () => {
    const { hash } = JSON.parse(exported.trimEnd().split("\n")[2] ?? "");
    const expected = { exitCode: 0, stdout: `intact: 3 entries, head 3:${hash}\n`, stderr: "" };
    expect(await verify(exported)).toEqual(expected);
    expect(await runCommand(["audit", "verify", "--database", database])).toEqual(expected);
    writeFileSync(join(folder, "trail.jsonl"), exported);
    expect(await runCommand(["audit", "verify", "trail.jsonl"], { cwd: folder })).toEqual(expected);
  });

  test("names the first bad entry", async () => {
    const { exitCode, stdout } = await verify(exported.replace('"pullRequest":2', '"pullRequest":7'));
    expect(exitCode).toBe(1);
    expect(stdout).toBe("BROKEN at entry 2 (wrong-hash): Entry 2 was changed: its content does not give its hash.\n");
  });

  test("sees a cut tail only against a head that was quoted outside", async () => {
    const { hash } = JSON.parse(exported.trimEnd().split("\n")[2] ?? "");
    const cut = exported.split("\n").slice(0, 2).join("\n");
    expect((await verify(cut)).exitCode).toBe(0);
    const { exitCode, stdout } = await verify(cut, "--head", `3:${hash}`);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(/^BROKEN at entry 3 \(tail-cut-off\)/);
    expect((await verify(exported, "--head", `3:${hash}`)).stdout).toMatch(/, and it holds the quoted head\n$/);
  });

  test("takes no file that is not there and no head that is none", async () => {
    expect((await runCommand(["audit", "verify", "nowhere.jsonl"])).exitCode).toBe(2);
    expect((await verify(exported, "--head", "3")).exitCode).toBe(2);
  });
});
