import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const main = join(root, "dist", "cli", "main.js");

/** Path of the command line as it is installed. Built first when a source file is newer, as `npm ci` has done. */
export async function builtCli(): Promise<string> {
  const lock = join(root, ".cache", "building");
  mkdirSync(join(root, ".cache"), { recursive: true });
  for (let waited = 0; isStale() && waited < 120; waited++) {
    if (isAbandoned(lock)) rmdirSync(lock);
    if (tryLock(lock)) {
      try {
        await build();
      } finally {
        rmdirSync(lock);
      }
      break;
    }
    // Another test file builds it right now.
    await new Promise((done) => setTimeout(done, 500));
  }
  return main;
}

/** What a server that jest runs from its sources needs: its worker is a process of its own, which cannot run TypeScript. */
export async function builtReviewProgram(): Promise<URL> {
  return pathToFileURL(join(await builtCli(), "..", "..", "review-worker", "worker-process.js"));
}

function tryLock(lock: string): boolean {
  try {
    mkdirSync(lock);
    return true;
  } catch {
    return false;
  }
}

/** A build takes seconds. Whoever was killed in the middle of one must not keep everybody waiting. */
function isAbandoned(lock: string): boolean {
  const since = statSync(lock, { throwIfNoEntry: false })?.mtimeMs;
  return since !== undefined && Date.now() - since > 30_000;
}

function isStale(): boolean {
  const built = statSync(main, { throwIfNoEntry: false })?.mtimeMs ?? 0;
  return newest(join(root, "src")) > built;
}

function newest(folder: string): number {
  const times = readdirSync(folder, { withFileTypes: true }).map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? newest(path) : statSync(path).mtimeMs;
  });
  return Math.max(0, ...times);
}

function build(): Promise<void> {
  return new Promise((done, fail) => {
    execFile(process.execPath, [join(root, "scripts", "build.js")], { cwd: root }, (error, _, stderr) => {
      if (error) fail(new Error(`the build failed:\n${stderr}`));
      else done();
    });
  });
}
