import { appendFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import type { GitRepository } from "../git/git-tree.ts";
import { markdown } from "../reports/formats/markdown.ts";
import type { Report } from "../reports/report.ts";
import { visibleText } from "../reports/visible-text.ts";
import { shortSha } from "../reports/wording.ts";
import type { ReviewPlan } from "../review/review-plan.ts";
import type { ReviewInput } from "../review-pull-request.ts";
import { codeownersAtBase, policyAtBase, policyInFile } from "./base-files.ts";
import { CliError } from "./cli-error.ts";
import { usesColour } from "./colour.ts";
import type { CliIo, ExitCode } from "./command.ts";
import { openRepository } from "./open-repository.ts";
import { withProgress } from "./progress.ts";
import { findRevisions } from "./revisions.ts";
import { version } from "./version.ts";
import { openWorkingTree } from "./working-tree.ts";

export interface ReviewOptions {
  readonly repo: string;
  readonly base?: string;
  readonly head: string;
  readonly policy?: string;
  readonly output?: string;
  readonly summary?: string;
}

/** Reviews two commits of a repository as if the second were a pull request, and prints the report. */
export async function reviewRepository(options: ReviewOptions, report: Report, io: CliIo): Promise<ExitCode> {
  const directory = resolve(io.cwd, options.repo);
  // The engine is loaded while git looks things up.
  const engine = io.review ? { reviewPullRequest: io.review } : import("../review-pull-request.ts");
  const repository = await openRepository(directory);
  try {
    const plan = await withProgress(io.stderr, "Reviewing", async () => {
      const input = await inputOf(repository, directory, options, io);
      const drawn = options.summary !== undefined || report.hasDiagram === true;
      return await (await engine).reviewPullRequest({ ...input, drawn });
    });
    if (options.summary !== undefined) await save(options.summary, markdown.render(plan, {}), io, appendFile);
    await print(report.render(plan, renderOptions(options, io)), options, io);
    return exitCodeOf(plan);
  } finally {
    await repository.close();
  }
}

async function inputOf(
  repository: GitRepository,
  directory: string,
  options: ReviewOptions,
  io: CliIo,
): Promise<ReviewInput> {
  const workingTree = openWorkingTree(directory);
  const { base, baseTip, baseName, head } = await findRevisions(repository, workingTree, options);
  const source = { repository, commit: baseTip };
  const [policy, codeowners, isDirty] = await Promise.all([
    options.policy === undefined ? policyAtBase(source) : policyInFile(io.cwd, options.policy),
    codeownersAtBase(source),
    options.head === "HEAD" && workingTree.hasUncommittedChanges(),
  ]);
  if (base === head)
    io.stderr.write(`note: ${visibleText(baseName)} already contains ${shortSha(head)}: there is nothing to compare\n`);
  if (isDirty) io.stderr.write("note: uncommitted changes are not part of this review\n");
  return { tree: repository, base, head, policy, codeowners, approvals: null, now: io.now() };
}

function renderOptions(options: ReviewOptions, io: CliIo) {
  if (options.output !== undefined) return { version: version() };
  return { version: version(), colour: usesColour(io.stdout, io.env), width: io.stdout.columns ?? 100 };
}

async function print(text: string, { output }: ReviewOptions, io: CliIo): Promise<void> {
  if (output === undefined) io.stdout.write(text);
  else await save(output, text, io, writeFile);
}

async function save(file: string, text: string, io: CliIo, how: typeof appendFile): Promise<void> {
  try {
    await how(resolve(io.cwd, file), text);
  } catch (error) {
    throw new CliError(2, `cannot write ${file}: ${(error as Error).message}`);
  }
}

function exitCodeOf({ verdict }: ReviewPlan): ExitCode {
  if (verdict.problems.length > 0) return 2;
  return verdict.outcome === "pass" ? 0 : 1;
}
