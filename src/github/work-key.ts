/** What may have changed. Everything but a pull request is broken down into pull requests by a worker, from live data. */
export type WorkKey =
  | { readonly kind: "installation"; readonly installation: number }
  | (RepositoryAt & { readonly kind: "repository" })
  /** The open pull requests into this branch: its tip, and with it the policy, moved. */
  | (RepositoryAt & { readonly kind: "branch"; readonly branch: string })
  /** The open pull requests with this head. GitHub does not name those that come from a fork. */
  | (RepositoryAt & { readonly kind: "head"; readonly head: string })
  | (RepositoryAt & { readonly kind: "pull-request"; readonly number: number });

export interface RepositoryAt {
  readonly installation: number;
  readonly owner: string;
  readonly repo: string;
}

/** `1`, `1/acme/shop`, `1/acme/shop@main`, `1/acme/shop!<sha>` or `1/acme/shop#7`. */
export function formatWorkKey(key: WorkKey): string {
  if (key.kind === "installation") return String(key.installation);
  const repository = `${key.installation}/${key.owner}/${key.repo}`;
  switch (key.kind) {
    case "repository":
      return repository;
    case "branch":
      return `${repository}@${key.branch}`;
    case "head":
      return `${repository}!${key.head}`;
    case "pull-request":
      return `${repository}#${key.number}`;
  }
}

/** The inverse of formatWorkKey. Throws on anything else. */
export function parseWorkKey(text: string): WorkKey {
  const installationOnly = /^(\d+)$/.exec(text);
  if (installationOnly) return { kind: "installation", installation: Number(installationOnly[1]) };
  const [, installation, owner = "", repo = "", mark, rest = ""] = pattern.exec(text) ?? [];
  if (!installation) throw new Error(`not a work key: ${text}`);
  const at = { installation: Number(installation), owner, repo };
  if (mark === "@") return { kind: "branch", ...at, branch: rest };
  if (mark === "!") return { kind: "head", ...at, head: rest };
  if (mark === "#") return { kind: "pull-request", ...at, number: Number(rest) };
  return { kind: "repository", ...at };
}

// Owners and repositories consist of these characters only; a branch name may hold any of the marks, so it comes last.
const pattern = /^(\d+)\/([\w.-]+)\/([\w.-]+)(?:([@!#])(.+))?$/s;
