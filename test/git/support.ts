import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export function temporaryFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), "gatewarden-test-"));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

export function git(directory: string, ...args: string[]): string {
  const env = {
    PATH: process.env["PATH"],
    GIT_CONFIG_GLOBAL: "/dev/null",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_AUTHOR_NAME: "a",
    GIT_AUTHOR_EMAIL: "a@example.com",
    GIT_COMMITTER_NAME: "a",
    GIT_COMMITTER_EMAIL: "a@example.com",
  };
  const { status, stdout, stderr } = spawnSync("git", args, { cwd: directory, env, encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${args.join(" ")}: ${stderr}`);
  return stdout.trim();
}

/** Writes the files, deletes those that are null, and commits. Returns the commit's id. */
export function commitFiles(directory: string, files: Readonly<Record<string, string | null>>): string {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    if (content === null) rmSync(join(directory, path));
    else writeFileSync(join(directory, path), content);
  }
  git(directory, "add", "--all");
  git(directory, "commit", "--quiet", "--allow-empty", "--message", "change");
  return git(directory, "rev-parse", "HEAD");
}

export function newRepository(directory: string): void {
  git(directory, "init", "--quiet", "--initial-branch=main", ".");
}
