import { GitError } from "../git/git-error.ts";
import { type GitRepository, openGitRepository } from "../git/git-tree.ts";
import { CliError } from "./cli-error.ts";

/** Opens the repository of a folder, bare or not. */
export async function openRepository(directory: string): Promise<GitRepository> {
  try {
    return await openGitRepository(directory);
  } catch (error) {
    // A folder without a repository, or no such folder, or no git at all.
    if (error instanceof GitError && error.code !== "git-failed") throw new CliError(2, error.message);
    throw error;
  }
}
