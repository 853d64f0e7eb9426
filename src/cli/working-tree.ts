import { runGit } from "../git/run-git.ts";

/** What only the checkout knows. Its questions cost a git process each: ask when the answer matters. */
export interface WorkingTree {
  isShallow(): Promise<boolean>;
  /** Whether tracked files differ from HEAD. False in a bare repository. */
  hasUncommittedChanges(): Promise<boolean>;
}

export function openWorkingTree(directory: string): WorkingTree {
  const ask = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> => {
    const { exitCode, stdout } = await runGit(args, { directory, env, answers: [0, 1, 128] });
    return exitCode === 0 ? stdout.toString().trim() : "";
  };
  const status = ["status", "--porcelain", "--untracked-files=no", "--ignore-submodules=all"];
  return {
    isShallow: async () => (await ask(["rev-parse", "--is-shallow-repository"])) === "true",
    hasUncommittedChanges: async () => {
      const programs = await ask(["config", "-z", "--name-only", "--get-regexp", "^filter\\."]);
      return (await ask(status, withoutPrograms(programs.split("\0").filter(Boolean)))) !== "";
    },
  };
}

/** To compare a file with the index, git would run the filters that the repository's configuration names. */
function withoutPrograms(keys: readonly string[]): Record<string, string> {
  const settings = keys.flatMap((key, index) => [
    [`GIT_CONFIG_KEY_${index}`, key],
    [`GIT_CONFIG_VALUE_${index}`, key.endsWith(".required") ? "false" : ""],
  ]);
  return { GIT_CONFIG_COUNT: String(keys.length), ...Object.fromEntries(settings) };
}
