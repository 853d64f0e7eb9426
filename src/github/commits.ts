import type { ContributedCommit, Person } from "../review/approval-facts.ts";
import { toPerson } from "./account.ts";
import type { Octokit } from "./client.ts";
import type { LivePullRequest } from "./live-pull-request.ts";
import type { RepositoryAt } from "./work-key.ts";

type ListedCommit = Awaited<ReturnType<Octokit["rest"]["pulls"]["listCommits"]>>["data"][number];

/** GitHub's own account and address for commits made in its web interface; the person is the author. */
const webFlow = "web-flow";
const webFlowAddress = "noreply@github.com";

/**
 * Everybody who contributed to the pull request, by commit. What GitHub cannot attribute, or does not list, is in
 * `unattributed`, never left out.
 */
export async function readCommits(
  octokit: Octokit,
  at: RepositoryAt,
  live: LivePullRequest,
): Promise<readonly ContributedCommit[]> {
  const listed = await listCommits(octokit, at, live);
  const known = peopleByAddress(listed);
  const commits = listed.map((commit) => attribute(commit, known));
  const hidden = live.commits - new Set(listed.map((commit) => commit.sha)).size;
  if (hidden <= 0) return commits;
  return [...commits, { sha: live.head, people: [], unattributed: [`${hidden} commits that GitHub does not list`] }];
}

async function listCommits(octokit: Octokit, at: RepositoryAt, live: LivePullRequest): Promise<ListedCommit[]> {
  const { owner, repo } = at;
  const parameters = { owner, repo, pull_number: live.number, per_page: 100 };
  const listed = await octokit.paginate(octokit.rest.pulls.listCommits, parameters);
  if (listed.length >= live.commits) return listed;
  // The list of a pull request ends at 250 commits; a comparison has all of them, page by page.
  const basehead = `${live.baseRef}...${live.head}`;
  const compared: ListedCommit[] = [];
  for (let page = 1; ; page++) {
    const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
      owner,
      repo,
      basehead,
      per_page: 100,
      page,
    });
    compared.push(...data.commits);
    if (data.commits.length < 100) return compared.length >= listed.length ? compared : listed;
  }
}

function attribute(commit: ListedCommit, known: ReadonlyMap<string, Person>): ContributedCommit {
  const found = [
    accountOf(toPerson(commit.author), commit.commit.author, known),
    isWebFlow(commit) ? undefined : accountOf(toPerson(commit.committer), commit.commit.committer, known),
    ...coAuthors(commit.commit.message).map((author) => accountOf(null, author, known)),
  ];
  const people = new Map<number, Person>();
  const unattributed = new Set<string>();
  for (const somebody of found)
    if (typeof somebody === "string") unattributed.add(somebody);
    else if (somebody) people.set(somebody.id, somebody);
  return { sha: commit.sha, people: [...people.values()], unattributed: [...unattributed] };
}

interface Signature {
  readonly name?: string | undefined;
  readonly email?: string | undefined;
}

/** The account, or the name and address as text if there is none. */
function accountOf(
  account: Person | null,
  signature: Signature | null,
  known: ReadonlyMap<string, Person>,
): Person | string {
  if (account) return account;
  const email = signature?.email?.toLowerCase() ?? "";
  return noreplyAccount(email) ?? known.get(email) ?? `${signature?.name ?? "?"} <${signature?.email ?? "?"}>`;
}

/** `ID+login@users.noreply.github.com` names the account itself; GitHub hands these addresses out. */
function noreplyAccount(email: string): Person | undefined {
  const [, id, login] = /^(\d+)\+([\w-]+(?:\[bot\])?)@users\.noreply\.github\.com$/.exec(email) ?? [];
  if (!id || !login) return;
  return { id: Number(id), login, type: login.endsWith("[bot]") ? "Bot" : "User" };
}

function isWebFlow(commit: ListedCommit): boolean {
  const account = toPerson(commit.committer);
  return account ? account.login === webFlow : commit.commit.committer?.email === webFlowAddress;
}

/** Addresses that GitHub mapped to an account somewhere in the pull request. Trailers are not mapped by REST. */
function peopleByAddress(commits: readonly ListedCommit[]): ReadonlyMap<string, Person> {
  const known = new Map<string, Person>();
  for (const { author, committer, commit } of commits)
    for (const [account, signature] of [
      [toPerson(author), commit.author],
      [toPerson(committer), commit.committer],
    ] as const)
      if (account && account.login !== webFlow && signature?.email) known.set(signature.email.toLowerCase(), account);
  return known;
}

// On every line, not only in the last paragraph: who hides a trailer further up is still a contributor.
function coAuthors(message: string): readonly Signature[] {
  return [...message.matchAll(/^[ \t]*co-authored-by:[ \t]*(.*)$/gim)].map(([, value = ""]) => {
    const [, name, email] = /^(.*?)[ \t]*<([^<>]*)>/.exec(value) ?? [];
    return { name: name ?? value.trim(), email: email?.trim() };
  });
}
