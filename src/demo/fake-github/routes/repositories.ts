import { atLeast, permissionOf } from "../access.ts";
import { ApiError } from "../api-error.ts";
import { branches, isAncestor, resolve } from "../bare-repository.ts";
import { actor } from "../caller.ts";
import { type Api, type Call, found, parameter, repositoryOf } from "../endpoint.ts";
import { page } from "../pages.ts";
import { accountShape } from "../shapes/account.ts";
import { branchShape, protectionShape, shortBranchShape } from "../shapes/branch.ts";
import { changedFileShapes } from "../shapes/changed-files.ts";
import { commitShapes } from "../shapes/commit.ts";
import { simplePullRequestShape } from "../shapes/pull-request.ts";
import { fullRepositoryShape, rights } from "../shapes/repository.ts";
import { fullName, type Permission, type Repository, type State } from "../state.ts";

/** Repositories, branches and their protection, commits, collaborators. */
export function registerRepositories(api: Api, state: State): void {
  api.get("/repos/:owner/:repo", (c) => {
    const repository = repositoryOf(state, c, { metadata: "read" });
    return c.json(fullRepositoryShape(state, repository, callerPermission(state, c, repository)));
  });
  registerBranches(api, state);
  registerCommits(api, state);
  registerCollaborators(api, state);
}

function registerBranches(api: Api, state: State): void {
  api.get("/repos/:owner/:repo/branches", async (c) => {
    const repository = repositoryOf(state, c, { contents: "read" });
    const all = [...(await branches(repository.git))];
    return c.json(page(state, c, all).map(([name, sha]) => shortBranchShape(state, repository, name, sha)));
  });
  api.get("/repos/:owner/:repo/branches/:branch/protection", (c) => {
    const repository = repositoryOf(state, c, { administration: "read" });
    const protection = repository.protections.get(parameter(c, "branch"));
    if (!protection) throw new ApiError(404, "Branch not protected");
    return c.json(protectionShape(state, repository, protection));
  });
  api.get("/repos/:owner/:repo/branches/:branch{.+}", async (c) => {
    const repository = repositoryOf(state, c, { contents: "read" });
    const name = parameter(c, "branch");
    const sha = await resolve(repository.git, `refs/heads/${name}`);
    if (!sha) throw new ApiError(404, "Branch not found");
    return c.json(await branchShape(state, repository, name, sha));
  });
  // The fake knows classic protection only, so no ruleset is ever active.
  api.get("/repos/:owner/:repo/rules/branches/:branch{.+}", (c) => {
    repositoryOf(state, c, { metadata: "read" });
    return c.json([]);
  });
  api.get("/repos/:owner/:repo/git/ref/:ref{.+}", async (c) => {
    const repository = repositoryOf(state, c, { contents: "read" });
    const ref = `refs/${parameter(c, "ref")}`;
    const sha = found(await resolve(repository.git, ref));
    const url = `${state.urls.api}/repos/${fullName(repository)}/git`;
    const object = { type: "commit", sha, url: `${url}/commits/${sha}` };
    return c.json({ ref, node_id: Buffer.from(ref).toString("base64"), url: `${url}/${ref}`, object });
  });
}

function registerCommits(api: Api, state: State): void {
  api.get("/repos/:owner/:repo/commits", async (c) => {
    const repository = repositoryOf(state, c, { contents: "read" });
    const from = found(await resolve(repository.git, c.req.query("sha") ?? repository.defaultBranch));
    const path = c.req.query("path");
    return c.json(page(state, c, await commitShapes(state, repository, [from, ...(path ? ["--", path] : [])])));
  });
  api.get("/repos/:owner/:repo/commits/:ref", async (c) => {
    const repository = repositoryOf(state, c, { contents: "read" });
    const sha = await commitNamed(repository, parameter(c, "ref"));
    const [commit] = await commitShapes(state, repository, ["-1", sha]);
    const files = await changedFileShapes(state, repository, await firstParent(repository, sha), sha);
    const additions = files.reduce((sum, file) => sum + file.additions, 0);
    const deletions = files.reduce((sum, file) => sum + file.deletions, 0);
    return c.json({ ...commit, stats: { total: additions + deletions, additions, deletions }, files });
  });
  api.get("/repos/:owner/:repo/commits/:ref/pulls", async (c) => {
    const repository = repositoryOf(state, c, { pull_requests: "read" });
    const sha = await commitNamed(repository, parameter(c, "ref"));
    const pulls = [...repository.pullRequests.values()].filter((one) => one.headRepository === repository);
    const containing = await Promise.all(pulls.map((one) => isAncestor(repository.git, sha, one.headSha)));
    return c.json(pulls.filter((_, index) => containing[index]).map((one) => simplePullRequestShape(state, one)));
  });
  api.get("/repos/:owner/:repo/compare/:basehead{.+}", async (c) => {
    const repository = repositoryOf(state, c, { contents: "read" });
    const [base = "", head = ""] = parameter(c, "basehead").split("...", 2);
    return c.json(
      await comparison(
        state,
        repository,
        await commitNamed(repository, base, 404),
        await commitNamed(repository, head, 404),
      ),
    );
  });
}

async function comparison(state: State, repository: Repository, base: string, head: string) {
  const merge = await repository.git.attempt(["merge-base", base, head]);
  if (merge.code !== 0) throw new ApiError(404, `No common ancestor between ${base} and ${head}.`);
  const mergeBase = merge.stdout.toString().trim();
  const [commits, behind, baseCommit, mergeBaseCommit, files] = await Promise.all([
    commitShapes(state, repository, ["--reverse", `${base}..${head}`]),
    repository.git.run(["rev-list", "--count", `${head}..${base}`]),
    commitShapes(state, repository, ["-1", base]),
    commitShapes(state, repository, ["-1", mergeBase]),
    changedFileShapes(state, repository, mergeBase, head),
  ]);
  const path = `${fullName(repository)}/compare/${base}...${head}`;
  const html = `${state.urls.html}/${path}`;
  return {
    url: `${state.urls.api}/repos/${path}`,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: baseCommit[0],
    merge_base_commit: mergeBaseCommit[0],
    status: comparisonStatus(commits.length, Number(behind)),
    ahead_by: commits.length,
    behind_by: Number(behind),
    total_commits: commits.length,
    commits: commits.slice(0, 250),
    // GitHub lists at most 300 files here, on the first page.
    files: files.slice(0, 300),
  };
}

function comparisonStatus(ahead: number, behind: number): string {
  if (ahead > 0 && behind > 0) return "diverged";
  if (ahead > 0) return "ahead";
  return behind > 0 ? "behind" : "identical";
}

async function commitNamed(repository: Repository, revision: string, status: 404 | 422 = 422): Promise<string> {
  const sha = (await resolve(repository.git, `refs/heads/${revision}`)) ?? (await resolve(repository.git, revision));
  if (!sha) throw new ApiError(status, status === 404 ? "Not Found" : `No commit found for SHA: ${revision}`);
  return sha;
}

async function firstParent(repository: Repository, sha: string): Promise<string> {
  const emptyTree = await repository.git.run(["hash-object", "-t", "tree", "-w", "--stdin"], "");
  return (await resolve(repository.git, `${sha}^`)) ?? emptyTree;
}

function registerCollaborators(api: Api, state: State): void {
  api.get("/repos/:owner/:repo/collaborators/:username/permission", (c) => {
    const repository = repositoryOf(state, c, { metadata: "read" });
    const account = found(state.accounts.get(parameter(c, "username").toLowerCase()));
    const permission = permissionOf(state, repository, account);
    const user = { ...accountShape(state, account), permissions: rights(permission), role_name: permission };
    return c.json({ permission: legacyName(permission), role_name: permission, user });
  });
  api.get("/repos/:owner/:repo/collaborators/:username", (c) => {
    const repository = repositoryOf(state, c, { metadata: "read" });
    const account = found(state.accounts.get(parameter(c, "username").toLowerCase()));
    const collaborates =
      repository.collaborators.has(account.login) || atLeast(permissionOf(state, repository, account), "triage");
    found(collaborates ? account : null);
    return c.body(null, 204);
  });
}

/** `permission` knows four names only: maintain is written as write and triage as read; `role_name` has the true one. */
function legacyName(permission: Permission): string {
  return { maintain: "write", triage: "read" }[permission as string] ?? permission;
}

function callerPermission(state: State, c: Call, repository: Repository): Permission {
  const account = actor(c.get("caller"));
  return account ? permissionOf(state, repository, account) : "read";
}
