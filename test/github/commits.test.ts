import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import { readCommits } from "../../src/github/commits.ts";
import { type DocumentedGitHub, documentedGitHub, type Example } from "./documented-github.ts";
import { at, livePullRequest } from "./live.ts";

let github: DocumentedGitHub;
beforeEach(() => {
  nock.disableNetConnect();
  github = documentedGitHub();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

interface Commit {
  readonly sha?: string;
  readonly author?: string | null;
  readonly committer?: string | null;
  readonly authorEmail?: string;
  readonly committerEmail?: string;
  readonly message?: string;
}

const ids: Readonly<Record<string, number>> = { dora: 4, mia: 5, "web-flow": 19864447 };

const listOf = (commits: readonly Commit[]) => (example: Example) => {
  const [template] = Array.isArray(example) ? example : example.commits;
  const account = (login: string | null) => login && { ...template.author, login, id: ids[login] };
  return commits.map(({ sha = "c1", author = "dora", committer = "dora", ...rest }) => ({
    ...template,
    sha,
    author: account(author),
    committer: account(committer),
    commit: {
      ...template.commit,
      message: rest.message ?? "Change the host",
      author: { name: author ?? "Somebody", email: rest.authorEmail ?? "a@example.com", date: "2026-05-04T10:00:00Z" },
      committer: { name: "C", email: rest.committerEmail ?? "c@example.com", date: "2026-05-04T10:00:00Z" },
    },
  }));
};

const read = async (commits: readonly Commit[]) => {
  github.answers("GET", "/repos/acme/shop/pulls/7/commits", listOf(commits));
  const found = await readCommits(github.octokit, at, livePullRequest({ commits: commits.length }));
  github.verify();
  return found.map(({ people, unattributed }) => ({ people: people.map(({ id }) => id), unattributed }));
};

test("author and committer contributed", async () => {
  expect(await read([{ author: "dora", committer: "mia" }])).toEqual([{ people: [4, 5], unattributed: [] }]);
});

test("GitHub's own committer of changes made in the browser is nobody", async () => {
  expect(await read([{ committer: "web-flow" }])).toEqual([{ people: [4], unattributed: [] }]);
  expect(await read([{ committer: null, committerEmail: "noreply@github.com" }])).toEqual([
    { people: [4], unattributed: [] },
  ]);
});

test("an address without an account is named, never dropped", async () => {
  const commit = { author: null, authorEmail: "x@example.net", committer: "dora" };
  expect(await read([commit])).toEqual([{ people: [4], unattributed: ["Somebody <x@example.net>"] }]);
});

test("co-authors are found by the address that GitHub hands out", async () => {
  const message = "Change\n\nco-authored-by: Mia <5+mia@users.noreply.github.com>\nSigned-off-by: d";
  expect(await read([{ message }])).toEqual([{ people: [4, 5], unattributed: [] }]);
});

test("co-authors are found by an address that is known from another commit", async () => {
  const commits = [{ author: "mia", authorEmail: "Mia@acme.test" }, { message: "Co-authored-by: M <mia@acme.test>" }];
  expect((await read(commits))[1]).toEqual({ people: [4, 5], unattributed: [] });
});

test("other co-authors are unattributed, wherever in the message they stand", async () => {
  const message = "Co-Authored-By: Mallory <m@example.net>\n\nChange the host\n\nCo-authored-by: nonsense";
  expect(await read([{ message }])).toEqual([
    { people: [4], unattributed: ["Mallory <m@example.net>", "nonsense <?>"] },
  ]);
});

test("more commits than a pull request lists are read from the comparison", async () => {
  const all = Array.from(
    { length: 130 },
    (_, index): Commit => ({ sha: `c${index}`, author: index === 120 ? "mia" : "dora" }),
  );
  github.answers("GET", "/repos/acme/shop/pulls/7/commits", listOf(all.slice(0, 50)));
  const path = `/repos/acme/shop/compare/main...${"c".repeat(40)}`;
  for (const page of [all.slice(0, 100), all.slice(100)])
    github.answers("GET", path, (example) => ({ ...example, commits: listOf(page)(example) }));
  const found = await readCommits(github.octokit, at, livePullRequest({ commits: 130 }));
  expect(found.length).toBe(130);
  expect(found.flatMap(({ people }) => people.map(({ login }) => login))).toContain("mia");
});

test("commits that GitHub lists nowhere are unattributed", async () => {
  github.answers("GET", "/repos/acme/shop/pulls/7/commits", listOf([{}]));
  github.answers("GET", `/repos/acme/shop/compare/main...${"c".repeat(40)}`, (example) => ({
    ...example,
    commits: [],
  }));
  const found = await readCommits(github.octokit, at, livePullRequest({ commits: 3 }));
  expect(found.at(-1)?.unattributed).toEqual(["2 commits that GitHub does not list"]);
});
