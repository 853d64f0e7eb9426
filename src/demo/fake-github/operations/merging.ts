import { type BareRepository, resolve, type Signature } from "../bare-repository.ts";
import type { CheckRun, Protection, PullRequest, RequiredCheck } from "../state.ts";

/** The commit that a pull request's changes are counted from. */
export async function mergeBase(pull: PullRequest): Promise<string> {
  const { git } = pull.repository;
  const { code, stdout } = await git.attempt(["merge-base", pull.baseSha, pull.headSha]);
  return code === 0 ? stdout.toString().trim() : pull.baseSha;
}

export async function diffStatistics(pull: PullRequest) {
  const { git } = pull.repository;
  const base = await mergeBase(pull);
  const [summary, count] = await Promise.all([
    git.run(["diff", "--shortstat", "-M", base, pull.headSha]),
    git.run(["rev-list", "--count", `${base}..${pull.headSha}`]),
  ]);
  const number = (pattern: RegExp) => Number(pattern.exec(summary)?.[1] ?? 0);
  return {
    commits: Number(count),
    additions: number(/(\d+) insertion/),
    deletions: number(/(\d+) deletion/),
    changed_files: number(/(\d+) file/),
  };
}

export async function mergeability(pull: PullRequest) {
  if (pull.state === "closed") return { mergeable: null, mergeableState: "unknown" };
  if (!(await mergedTree(pull))) return { mergeable: false, mergeableState: "dirty" };
  if (pull.draft) return { mergeable: true, mergeableState: "draft" };
  const blocked = checkProblem(pull) !== null;
  return { mergeable: true, mergeableState: blocked ? "blocked" : "clean" };
}

/** The tree that a merge would have, or null when it conflicts. */
export async function mergedTree(pull: PullRequest): Promise<string | null> {
  const { git } = pull.repository;
  const base = await resolve(git, `refs/heads/${pull.baseRef}`);
  if (!base) return null;
  const { code, stdout } = await git.attempt(["merge-tree", "--write-tree", base, pull.headSha]);
  return code === 0 ? (stdout.toString().split("\n", 1)[0] ?? null) : null;
}

/** Why branch protection refuses a merge at this head, in GitHub's words; null when it does not. */
export function checkProblem(pull: PullRequest): string | null {
  const protection = pull.repository.protections.get(pull.baseRef);
  if (!protection) return null;
  const messages = protection.checks.map((check) => problemOf(check, pull)).filter((message) => message !== null);
  return messages[0] ?? null;
}

function problemOf(check: RequiredCheck, pull: PullRequest): string | null {
  const run = latestRun(pull.repository.checkRuns, check, pull.headSha);
  if (!run) return `Required status check "${check.name}" is expected.`;
  if (run.status !== "completed") return `Required status check "${check.name}" is ${run.status.replace("_", " ")}.`;
  const passed = run.conclusion === "success" || run.conclusion === "neutral" || run.conclusion === "skipped";
  return passed ? null : `Required status check "${check.name}" is failing.`;
}

/** A check of another App by the same name does not count where the rule names its App. */
function latestRun(runs: readonly CheckRun[], check: RequiredCheck, sha: string): CheckRun | null {
  const matching = runs.filter(
    (run) => run.headSha === sha && run.name === check.name && (check.appId === null || run.app.id === check.appId),
  );
  return matching.at(-1) ?? null;
}

export interface MergeOptions {
  readonly parents: readonly string[];
  readonly tree: string;
  readonly message: string;
  readonly author: Signature;
  readonly committer: Signature;
  readonly at: Date;
}

/** Writes a commit object for a tree that `git merge-tree` made. */
export async function writeMerge(git: BareRepository, options: MergeOptions): Promise<string> {
  const { parents, tree, message, author, committer, at } = options;
  const when = `${Math.floor(at.getTime() / 1000)} +0000`;
  const lines = [
    `tree ${tree}`,
    ...parents.map((parent) => `parent ${parent}`),
    `author ${author.name} <${author.email}> ${when}`,
    `committer ${committer.name} <${committer.email}> ${when}`,
    "",
    message,
  ];
  return git.run(["hash-object", "-t", "commit", "-w", "--stdin"], `${lines.join("\n")}\n`);
}

export function mayBypass(protection: Protection | undefined, isAdmin: boolean): boolean {
  return protection === undefined || (isAdmin && !protection.enforceAdmins);
}
