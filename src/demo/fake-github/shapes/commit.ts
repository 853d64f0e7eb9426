import { type Account, fullName, type Repository, type State } from "../state.ts";
import { accountShape, nodeId } from "./account.ts";

interface CommitObject {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: Stamp;
  readonly committer: Stamp;
  readonly message: string;
}

interface Stamp {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%cn", "%ce", "%cI", "%B"].join("%x01");

/** Commits that a revision range selects, as `git log` lists them, in the shape of `commit`. */
export async function commitShapes(state: State, repository: Repository, args: readonly string[]) {
  const out = await repository.git.run(["log", "-z", `--format=${format}`, ...args]);
  return out
    .split("\0")
    .filter(Boolean)
    .map(parse)
    .map((commit) => commitShape(state, repository, commit));
}

function commitShape(state: State, repository: Repository, commit: CommitObject) {
  const api = `${state.urls.api}/repos/${fullName(repository)}`;
  const html = `${state.urls.html}/${fullName(repository)}`;
  return {
    sha: commit.sha,
    node_id: nodeId("Commit", Number.parseInt(commit.sha.slice(0, 8), 16)),
    commit: {
      author: commit.author,
      committer: commit.committer,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: `${html}/commit/${commit.sha}`,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: accountOrNull(state, commit.author.email),
    committer: accountOrNull(state, commit.committer.email),
    parents: commit.parents.map((sha) => ({ sha, url: `${api}/commits/${sha}`, html_url: `${html}/commit/${sha}` })),
  };
}

/** One commit of a `push` webhook. */
export async function pushedCommits(state: State, repository: Repository, args: readonly string[]) {
  const commits = await commitShapes(state, repository, args);
  return Promise.all(
    commits.map(async ({ sha, commit, html_url }) => ({
      id: sha,
      tree_id: commit.tree.sha,
      distinct: true,
      message: commit.message,
      timestamp: commit.committer.date,
      url: html_url,
      author: pushedBy(state, commit.author),
      committer: pushedBy(state, commit.committer),
      ...(await pathsOf(repository, sha)),
    })),
  );
}

/** GitHub knows people in commits by their address only. */
export function accountByEmail(state: State, email: string): Account | null {
  const wanted = email.toLowerCase();
  return [...state.accounts.values()].find((account) => account.email.toLowerCase() === wanted) ?? null;
}

function accountOrNull(state: State, email: string) {
  const account = accountByEmail(state, email);
  return account && accountShape(state, account);
}

function pushedBy(state: State, { name, email, date }: Stamp) {
  const account = accountByEmail(state, email);
  return { name, email, date, ...(account ? { username: account.login } : {}) };
}

async function pathsOf(repository: Repository, sha: string) {
  const out = await repository.git.run([
    "diff-tree",
    "--root",
    "--no-commit-id",
    "--name-status",
    "-r",
    "-z",
    "--no-renames",
    sha,
  ]);
  const parts = out.split("\0").filter(Boolean);
  const paths = (status: string) => parts.filter((_, index) => index % 2 === 1 && parts[index - 1] === status);
  return { added: paths("A"), removed: paths("D"), modified: paths("M") };
}

function parse(record: string): CommitObject {
  const [sha = "", tree = "", parents = "", an = "", ae = "", ad = "", cn = "", ce = "", cd = "", ...body] =
    record.split("\x01");
  return {
    sha,
    tree,
    parents: parents.split(" ").filter(Boolean),
    author: { name: an, email: ae, date: utc(ad) },
    committer: { name: cn, email: ce, date: utc(cd) },
    message: body.join("\x01").replace(/\n+$/, ""),
  };
}

function utc(date: string): string {
  return new Date(date).toISOString().replace(/\.\d+Z$/, "Z");
}
