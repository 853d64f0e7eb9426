import { spawn } from "node:child_process";
import { gitEnvironment, safeOptions } from "./git-environment.ts";
import { GitError } from "./git-error.ts";

export interface GitRun {
  readonly directory: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  readonly timeoutMs?: number;
  /** Exit codes that are answers rather than failures. */
  readonly answers?: readonly number[];
  /** Cleans git's own words before they become an error message. */
  readonly redact?: (text: string) => string;
}

export interface GitOutput {
  readonly exitCode: number;
  readonly stdout: Buffer;
}

/** Runs git without a shell and returns what it printed. Fails with git's own words, or after the timeout. */
export function runGit(args: readonly string[], options: GitRun): Promise<GitOutput> {
  const { directory, env = {}, input, timeoutMs = 60_000, answers = [0], redact = (text) => text } = options;
  return new Promise((resolve, reject) => {
    // A process group of its own, so that a timeout also ends git's helpers, such as git-remote-https.
    const child = spawn("git", [...safeOptions, ...args], {
      cwd: directory,
      env: gitEnvironment(env),
      stdio: ["pipe", "pipe", "pipe"],
      detached: true,
    });
    const stdout: Buffer[] = [];
    let stderr = "";
    let hasTimedOut = false;
    const timer = setTimeout(() => {
      hasTimedOut = true;
      endGroup(child.pid);
    }, timeoutMs);
    child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on("data", (chunk: Buffer) => {
      stderr = (stderr + chunk.toString()).slice(-maxStderr);
    });
    // Git may end before it has read all its input; its exit code tells why.
    child.stdin.on("error", () => {});
    child.stdin.end(input ?? "");
    child.on("error", (error) => {
      clearTimeout(timer);
      reject(startError(error, directory));
    });
    child.on("close", (exitCode, signal) => {
      clearTimeout(timer);
      const command = `git ${args.find((arg, index) => /^[a-z]/.test(arg) && args[index - 1] !== "-c") ?? ""}`;
      if (hasTimedOut) reject(new GitError("timed-out", `${command} did not end within ${timeoutMs} ms.`));
      else if (exitCode !== null && answers.includes(exitCode)) resolve({ exitCode, stdout: Buffer.concat(stdout) });
      else reject(new GitError("git-failed", `${command} failed (${exitCode ?? signal}): ${redact(stderr).trim()}`));
    });
  });
}

const maxStderr = 4_000;

function startError(error: NodeJS.ErrnoException, directory: string): GitError {
  // `spawn` reports a missing working directory and a missing program alike.
  return error.code === "ENOENT"
    ? new GitError("git-missing", `git cannot be started in ${directory}: is it installed, and does the folder exist?`)
    : new GitError("git-failed", `git cannot be started: ${error.message}`);
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended meanwhile.
  }
}
