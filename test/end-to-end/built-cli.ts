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
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  return new Promise((done, fail) => {
    execFile(process.execPath, [tsc, "-p", join(root, "tsconfig.build.json")], { cwd: root }, (error, stdout) => {
      if (error) fail(new Error(`the build failed:\n${stdout}`));
      else done();
    });
  });
}
