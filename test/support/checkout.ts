import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A git repository with a working tree in a temporary folder. */
export interface Checkout {
  readonly directory: string;
  /** Writes files (null removes one), commits them, and returns the commit. */
  commit(files: Readonly<Record<string, string | null>>): string;
  write(file: string, text: string): void;
  git(...args: string[]): string;
  remove(): void;
}

export function newCheckout(): Checkout {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "gatewarden-checkout-")));
  const env = { PATH: process.env.PATH, GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" };
  const git = (...args: string[]) => {
    const identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "init.defaultBranch=main"];
    return execFileSync("git", [...identity, ...args], { cwd: directory, env, encoding: "utf8", stdio: "pipe" }).trim();
  };
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(directory, file)), { recursive: true });
    writeFileSync(join(directory, file), text);
  };
  git("init", "-q");
  return {
    directory,
    write,
    git,
    commit(files) {
      for (const [file, text] of Object.entries(files)) {
        if (text === null) rmSync(join(directory, file));
        else write(file, text);
      }
      git("add", "-A");
      git("commit", "-q", "--allow-empty", "-m", "change");
      return git("rev-parse", "HEAD");
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
