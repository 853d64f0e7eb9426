import { GitError } from "../git/git-error.ts";
import type { GitRepository } from "../git/git-tree.ts";
import { CliError } from "./cli-error.ts";
import type { WorkingTree } from "./working-tree.ts";

export interface Revisions {
  /** Tip of the base: the policy and CODEOWNERS come from here. */
  readonly baseTip: string;
  /** What the head is compared with: the merge base of tip and head. */
  readonly base: string;
  readonly head: string;
  /** What the base was called. */
  readonly baseName: string;
}

/** Finds the commits to compare. Throws a CliError that says what to do about a revision that is not there. */
export async function findRevisions(
  repository: GitRepository,
  workingTree: WorkingTree,
  wanted: { readonly base?: string; readonly head: string },
): Promise<Revisions> {
  const [head, { baseTip, baseName }] = await Promise.all([
    resolveRevision(repository, workingTree, wanted.head),
    findBase(repository, workingTree, wanted.base),
  ]);
  const base = await repository.mergeBase(baseTip, head);
  if (base !== null) return { baseTip, base, head, baseName };
  if (await workingTree.isShallow())
    throw new CliError(3, `${baseName} and ${wanted.head} have no common commit in this shallow clone. ${deepen}`);
  throw new CliError(3, `${baseName} and ${wanted.head} have no common commit: their histories are unrelated.`);
}

const deepen = "Fetch the whole history: `fetch-depth: 0` for actions/checkout, or `git fetch --unshallow`.";

/** The commit that a revision names. Throws a CliError that says what to do about one that is not there. */
export async function resolveRevision(
  repository: GitRepository,
  workingTree: WorkingTree,
  revision: string,
): Promise<string> {
  const commit = await tryResolve(repository, revision);
  if (commit !== null) return commit;
  if (revision === "HEAD")
    throw new CliError(2, "HEAD has no commit yet: commit something, or name a revision with --head.");
  const hint = (await workingTree.isShallow())
    ? `This is a shallow clone. ${deepen}`
    : "`git fetch` gets new ones; `git branch --all` shows what there is.";
  throw new CliError(2, `unknown revision ${JSON.stringify(revision)}. ${hint}`);
}

/** In this order: what the remote calls its default branch, then the usual names. */
const defaultBases = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

async function findBase(repository: GitRepository, workingTree: WorkingTree, wanted: string | undefined) {
  if (wanted !== undefined)
    return { baseTip: await resolveRevision(repository, workingTree, wanted), baseName: wanted };
  for (const baseName of defaultBases) {
    const baseTip = await tryResolve(repository, baseName);
    if (baseTip !== null) return { baseTip, baseName };
  }
  throw new CliError(2, `no base to compare with: none of ${defaultBases.join(", ")} exists. Name one with --base.`);
}

async function tryResolve(repository: GitRepository, revision: string): Promise<string | null> {
  try {
    return await repository.resolve(revision);
  } catch (error) {
    if (error instanceof GitError && error.code === "no-such-revision") return null;
    throw error;
  }
}
