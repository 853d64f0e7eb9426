import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { GitError } from "../git/git-error.ts";
import { type GitRepository, openGitRepository } from "../git/git-tree.ts";
import type { InventoryFormat } from "../reports/inventory/inventory-format.ts";
import { visibleText } from "../reports/visible-text.ts";
import { codeownersAtBase, policyAtBase, policyInFile } from "./base-files.ts";
import { CliError } from "./cli-error.ts";
import { usesColour } from "./colour.ts";
import type { CliIo, ExitCode } from "./command.ts";
import { withProgress } from "./progress.ts";

export interface InventoryCommandOptions {
  readonly repo: string;
  readonly at: string;
  readonly policy?: string;
  readonly output?: string;
}

/** Lists what one commit of a repository exposes, grants and lets talk. */
export async function takeInventoryOf(
  options: InventoryCommandOptions,
  format: InventoryFormat,
  io: CliIo,
): Promise<ExitCode> {
  const repository = await openRepository(resolve(io.cwd, options.repo));
  try {
    const text = await withProgress(io.stderr, "Taking the inventory", () =>
      inventoryText(repository, options, format, io),
    );
    if (options.output === undefined) io.stdout.write(text);
    else await save(options.output, text, io);
    return 0;
  } finally {
    await repository.close();
  }
}

async function inventoryText(
  repository: GitRepository,
  options: InventoryCommandOptions,
  format: InventoryFormat,
  io: CliIo,
): Promise<string> {
  const commit = await resolveRevision(repository, options.at);
  const source = { repository, commit };
  const [result, codeowners, [head]] = await Promise.all([
    options.policy === undefined ? policyAtBase(source) : policyInFile(io.cwd, options.policy),
    codeownersAtBase(source),
    repository.commits({ to: commit, max: 1 }),
  ]);
  if (result.kind === "invalid") {
    const [first] = result.problems;
    const problem = first ? `: ${first.file}:${first.line}:${first.column}: ${visibleText(first.message)}` : "";
    throw new CliError(2, `the policy cannot be applied${problem}`);
  }
  const { policy } = result;
  const [{ describeCommit }, { takeInventory }, { makeInventory }] = await Promise.all([
    import("../describe-commit.ts"),
    import("../analysis/inventory/take-inventory.ts"),
    import("../reports/inventory/inventory.ts"),
  ]);
  const { state, views } = await describeCommit(repository, commit, { policy });
  const rows = takeInventory(state, views);
  const inventory = makeInventory({ commit, time: head?.time ?? 0, policy, codeowners, rows });
  return format.render(inventory, renderOptions(options, io));
}

function renderOptions({ output }: InventoryCommandOptions, io: CliIo) {
  if (output !== undefined) return {};
  return { colour: usesColour(io.stdout, io.env), width: io.stdout.columns ?? 100 };
}

async function openRepository(directory: string): Promise<GitRepository> {
  try {
    return await openGitRepository(directory);
  } catch (error) {
    if (error instanceof GitError && error.code !== "git-failed") throw new CliError(2, error.message);
    throw error;
  }
}

async function resolveRevision(repository: GitRepository, revision: string): Promise<string> {
  try {
    return await repository.resolve(revision);
  } catch (error) {
    if (error instanceof GitError && error.code === "no-such-revision")
      throw new CliError(2, `unknown revision ${JSON.stringify(revision)}`);
    throw error;
  }
}

async function save(file: string, text: string, io: CliIo): Promise<void> {
  try {
    await writeFile(resolve(io.cwd, file), text);
  } catch (error) {
    throw new CliError(2, `cannot write ${file}: ${(error as Error).message}`);
  }
}
