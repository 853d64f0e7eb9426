import { fullName, type Protection, type Repository, type State } from "../state.ts";
import { commitShapes } from "./commit.ts";

export function shortBranchShape(state: State, repository: Repository, name: string, sha: string) {
  return {
    name,
    commit: { sha, url: `${state.urls.api}/repos/${fullName(repository)}/commits/${sha}` },
    protected: repository.protections.has(name),
  };
}

export async function branchShape(state: State, repository: Repository, name: string, sha: string) {
  const [commit] = await commitShapes(state, repository, ["-1", sha]);
  const api = `${state.urls.api}/repos/${fullName(repository)}/branches/${name}`;
  const protection = repository.protections.get(name);
  return {
    name,
    commit,
    _links: { self: api, html: `${state.urls.html}/${fullName(repository)}/tree/${name}` },
    protected: protection !== undefined,
    protection: {
      enabled: protection !== undefined,
      required_status_checks: {
        enforcement_level: protection ? (protection.enforceAdmins ? "everyone" : "non_admins") : "off",
        contexts: protection?.checks.map((check) => check.name) ?? [],
        checks: protection?.checks.map(checkShape) ?? [],
      },
    },
    protection_url: `${api}/protection`,
  };
}

export function protectionShape(state: State, repository: Repository, protection: Protection) {
  const url = `${state.urls.api}/repos/${fullName(repository)}/branches/${protection.branch}/protection`;
  return {
    url,
    required_status_checks: {
      url: `${url}/required_status_checks`,
      strict: false,
      contexts: protection.checks.map((check) => check.name),
      contexts_url: `${url}/required_status_checks/contexts`,
      checks: protection.checks.map(checkShape),
    },
    enforce_admins: { url: `${url}/enforce_admins`, enabled: protection.enforceAdmins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}

function checkShape({ name, appId }: Protection["checks"][number]) {
  return { context: name, app_id: appId };
}
