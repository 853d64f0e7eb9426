import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import nock from "nock";
import { readPeople } from "../../src/github/approval-facts.ts";
import type { NeededFacts } from "../../src/review/needed-facts.ts";
import { type DocumentedGitHub, documentedGitHub } from "./documented-github.ts";
import { at, livePullRequest } from "./live.ts";

const nobody: NeededFacts = { teams: [], users: [], permissions: false };
const pull = "/repos/acme/shop/pulls/7";

let github: DocumentedGitHub;
beforeEach(() => {
  nock.disableNetConnect();
  github = documentedGitHub();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const read = (needed: Partial<NeededFacts> = {}) =>
  readPeople(github.octokit, at, livePullRequest(), { ...nobody, ...needed });

type Example = Record<string, unknown>[];
const reviews = (...changes: readonly object[]) =>
  github.answers("GET", `${pull}/reviews`, ([first]: Example) => changes.map((change) => ({ ...first, ...change })));
const commits = () => github.answers("GET", `${pull}/commits`);

describe("reviews", () => {
  test("carry the commit they were given at, by a person with an id", async () => {
    reviews({ id: 80, state: "APPROVED", commit_id: "c1", submitted_at: "2026-05-04T10:00:00Z" });
    commits();
    const user = { id: 1, login: "octocat", type: "User" };
    const submittedAt = "2026-05-04T10:00:00Z";
    expect((await read()).reviews).toEqual([{ id: 80, user, state: "APPROVED", commitId: "c1", submittedAt }]);
    github.verify();
  });

  test("of deleted accounts and of unknown states approve nothing", async () => {
    reviews({ user: null, state: "APPROVED", commit_id: null }, { state: "RUBBER_STAMPED" });
    commits();
    expect((await read()).reviews).toMatchObject([{ user: null, commitId: null }, { state: "DISMISSED" }]);
  });
});

describe("teams", () => {
  const team = async (name: string) => {
    reviews();
    commits();
    return (await read({ teams: [name] })).teams;
  };

  test("consist of the ids of their members", async () => {
    github.answers("GET", "/orgs/acme/teams/edge/members");
    expect(await team("acme/edge")).toEqual([{ kind: "members", team: "acme/edge", userIds: [1] }]);
    github.verify();
  });

  test.each([403, 404])("that GitHub does not show (%i) are unresolvable, not empty", async (status) => {
    github.refuses("GET", "/orgs/acme/teams/edge/members", status);
    expect(await team("acme/edge")).toMatchObject([{ kind: "unresolvable", team: "acme/edge" }]);
  });

  test("that could not be asked for fail the evaluation", async () => {
    github.refuses("GET", "/orgs/acme/teams/edge/members", 401);
    await expect(team("acme/edge")).rejects.toThrow("Refused");
  });

  test("without an organisation are not asked for", async () => {
    expect(await team("edge")).toMatchObject([{ kind: "unresolvable" }]);
  });
});

describe("people", () => {
  test("named by the policy are looked up; who does not exist is absent", async () => {
    reviews();
    commits();
    github.answers("GET", "/users/octocat");
    github.refuses("GET", "/users/ghost", 404);
    expect((await read({ users: ["octocat", "ghost"] })).users).toEqual([{ id: 1, login: "octocat", type: "User" }]);
    github.verify();
  });
});

describe("permissions", () => {
  const permission = async (change: (example: Record<string, unknown>) => object) => {
    reviews({});
    commits();
    github.answers("GET", "/repos/acme/shop/collaborators/octocat/permission", change);
    return (await read({ permissions: true })).permissions;
  };

  test("tell maintain from write", async () => {
    const change = (example: { user?: object }) => ({
      ...example,
      permission: "write",
      role_name: "maintain",
      // Missing in GitHub's own example.
      user: { ...example.user, role_name: "maintain" },
    });
    expect(await permission(change)).toEqual({ 1: "maintain" });
    github.verify();
  });

  test("of an organisation's own role are those it is based on", async () => {
    expect(await permission((example) => ({ ...example, permission: "read", role_name: "auditor" }))).toEqual({
      1: "read",
    });
  });

  test("of somebody who took over the login are nobody's", async () => {
    const change = (example: { user?: object }) => ({ ...example, user: { ...example.user, id: 99 } });
    expect(await permission(change)).toEqual({ 1: "none" });
  });
});
