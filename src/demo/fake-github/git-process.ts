import { spawn } from "node:child_process";

export interface GitResult {
  readonly code: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** Runs git in a bare repository and returns what it printed, without the last line feed. Throws when git fails. */
export async function git(dir: string | null, args: readonly string[], input?: string | Uint8Array): Promise<string> {
  const { code, stdout, stderr } = await git.attempt(dir, args, input);
  if (code !== 0) throw new Error(`git ${args[0]} ended with ${code}: ${stderr.trim()}`);
  return stdout.toString().replace(/\n$/, "");
}

git.attempt = (dir: string | null, args: readonly string[], input?: string | Uint8Array): Promise<GitResult> =>
  new Promise((done, fail) => {
    const where = dir === null ? [] : [`--git-dir=${dir}`];
    const child = spawn("git", [...where, ...args], { env: gitEnvironment(), stdio: ["pipe", "pipe", "pipe"] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
    child.on("error", fail);
    child.on("close", (code) =>
      done({ code: code ?? 1, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() }),
    );
    // Git may end before it has read everything; its exit code says what happened.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });

/** The user's own configuration and hooks must not change how the fake behaves. */
export function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: "/nonexistent",
    GIT_CONFIG_NOSYSTEM: "1",
    GIT_CONFIG_GLOBAL: "/dev/null",
    LC_ALL: "C",
  };
}
