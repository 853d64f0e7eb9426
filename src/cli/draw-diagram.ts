import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { describeCommit, describeCommits } from "../describe-commit.ts";
import { mapsOfChange, mapsOfCommit, notesOf } from "../draw-network.ts";
import type { GitRepository } from "../git/git-tree.ts";
import type { Diagram, DiagramFormat } from "../reports/diagram/diagram.ts";
import type { Policy, PolicyResult } from "../review/policy.ts";
import { policyAtBase, policyInFile } from "./base-files.ts";
import { CliError } from "./cli-error.ts";
import type { CliIo, ExitCode } from "./command.ts";
import { openRepository } from "./open-repository.ts";
import { withProgress } from "./progress.ts";
import { findRevisions, resolveRevision } from "./revisions.ts";
import { openWorkingTree } from "./working-tree.ts";

export interface DiagramOptions {
  readonly repo: string;
  readonly at?: string;
  readonly diff?: boolean;
  readonly base?: string;
  readonly head?: string;
  readonly policy?: string;
  readonly output?: string;
}

/** Draws one commit of a repository, or what leads from one to another, and prints the diagram. */
export async function drawDiagram(options: DiagramOptions, format: DiagramFormat, io: CliIo): Promise<ExitCode> {
  checkOptions(options);
  const directory = resolve(io.cwd, options.repo);
  const repository = await openRepository(directory);
  try {
    const draw = options.diff ? diagramOfChange : diagramOfCommit;
    const diagram = await withProgress(io.stderr, "Drawing", () => draw(repository, directory, options, io));
    await print(format.render(diagram), options, io);
    return 0;
  } finally {
    await repository.close();
  }
}

/** An option that would be ignored is a mistake. */
function checkOptions({ diff, at, base, head }: DiagramOptions): void {
  if (diff && at !== undefined)
    throw new CliError(2, "--at draws one commit: with --diff, name the commit with --head");
  if (!diff && (base !== undefined || head !== undefined))
    throw new CliError(2, "--base and --head belong to --diff: --at names the commit to draw");
}

type Draw = (repository: GitRepository, directory: string, options: DiagramOptions, io: CliIo) => Promise<Diagram>;

const diagramOfCommit: Draw = async (repository, directory, options, io) => {
  const commit = await resolveRevision(repository, openWorkingTree(directory), options.at ?? "HEAD");
  const policy = await policyOf(repository, commit, options, io);
  const facts = await describeCommit(repository, commit, { policy });
  return { base: null, head: commit, maps: mapsOfCommit(facts, policy), notes: notesOf(facts.state) };
};

const diagramOfChange: Draw = async (repository, directory, options, io) => {
  const wanted = { head: options.head ?? "HEAD", ...(options.base !== undefined && { base: options.base }) };
  const { base, baseTip, head } = await findRevisions(repository, openWorkingTree(directory), wanted);
  const policy = await policyOf(repository, baseTip, options, io);
  const { after, views } = await describeCommits(repository, { before: base, after: head }, { policy });
  return { base, head, maps: mapsOfChange(views, policy), notes: notesOf(after) };
};

async function policyOf(
  repository: GitRepository,
  commit: string,
  { policy }: DiagramOptions,
  io: CliIo,
): Promise<Policy> {
  return validPolicy(
    policy === undefined ? await policyAtBase({ repository, commit }) : await policyInFile(io.cwd, policy),
  );
}

/** Zones and controllers come from the policy: a picture without them would be a wrong one. */
function validPolicy(result: PolicyResult): Policy {
  if (result.kind === "policy") return result.policy;
  const [first] = result.problems;
  const place = first ? `${first.file}:${first.line}:${first.column}: ${first.message}` : "it cannot be read";
  throw new CliError(2, `the policy is not valid: ${place}`);
}

async function print(text: string, { output }: DiagramOptions, io: CliIo): Promise<void> {
  if (output === undefined) {
    io.stdout.write(text);
    return;
  }
  await writeFile(resolve(io.cwd, output), text).catch((error: Error) => {
    throw new CliError(2, `cannot write ${output}: ${error.message}`);
  });
}
