import { runGit } from "../git/run-git.ts";

/** What only the checkout knows. Its questions cost a git process each: ask when the answer matters. */
export interface WorkingTree {
  isShallow(): Promise<boolean>;
  /** Whether tracked files differ from HEAD. False in a bare repository. */
  hasUncommittedChanges(): Promise<boolean>;
}

export function openWorkingTree(directory: string): WorkingTree {
  const ask = async (args: readonly string[]): Promise<string> => {
    const { exitCode, stdout } = await runGit(args, { directory, answers: [0, 128] });
    return exitCode === 0 ? stdout.toString().trim() : "";
  };
  return {
    isShallow: async () => (await ask(["rev-parse", "--is-shallow-repository"])) === "true",
    hasUncommittedChanges: async () => (await ask(["status", "--porcelain", "--untracked-files=no"])) !== "",
  };
}
