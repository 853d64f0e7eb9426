import { codeownersPaths, policyPaths } from "../analysis/control/control-files.ts";
import type { Tree } from "../kubernetes/tree.ts";
import type { PolicyResult } from "../review/policy.ts";
import type { Octokit } from "./client.ts";
import { hasStatus } from "./live-pull-request.ts";
import type { Core } from "./ports.ts";
import type { RepositoryAt } from "./work-key.ts";

const [policyPath = ""] = policyPaths;
/** GitHub ignores a CODEOWNERS file of more than 3 MB. */
const largestFile = 3 * 1024 * 1024;

/**
 * The policy that judges pull requests into the branch: the file at its tip, else the one of the organisation's
 * `.github` repository, else the built-in default. Never a file of the pull request.
 */
export async function readPolicy(
  octokit: Octokit,
  at: RepositoryAt,
  tree: Tree,
  baseTip: string,
  core: Core,
): Promise<PolicyResult> {
  for (const path of policyPaths) {
    const own = await readText(tree, baseTip, [path]);
    if (own !== null) return core.parsePolicy(own, path);
  }
  const shared = await readSharedPolicy(octokit, at.owner);
  return shared === null ? core.defaultPolicy : core.parsePolicy(shared, `${at.owner}/.github:${policyPath}`);
}

export function readCodeowners(tree: Tree, baseTip: string): Promise<string | null> {
  return readText(tree, baseTip, codeownersPaths);
}

/** The first of the files that the commit has. Throws if it cannot be read: a lost policy must not mean no policy. */
async function readText(tree: Tree, commit: string, paths: readonly string[]): Promise<string | null> {
  const entries = await tree.list(commit);
  const found = paths.flatMap((path) => entries.find((entry) => entry.path === path) ?? []).at(0);
  if (!found) return null;
  for await (const blob of tree.read([found.blobId], { maxBytes: largestFile }))
    if (blob.kind === "content" && found.mode !== "submodule") return Buffer.from(blob.bytes).toString("utf8");
  throw new Error(`${found.path} on the base branch cannot be read.`);
}

async function readSharedPolicy(octokit: Octokit, owner: string): Promise<string | null> {
  try {
    const { data } = await octokit.rest.repos.getContent({ owner, repo: ".github", path: policyPath });
    if (Array.isArray(data) || data.type !== "file" || !("content" in data)) return null;
    return Buffer.from(data.content, "base64").toString("utf8");
  } catch (error) {
    // No such repository, or the App is not installed there.
    if (hasStatus(error, 404)) return null;
    throw error;
  }
}
