import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import { requestReviewers } from "../../../src/github/publishing/reviewer-requests.ts";
import { type DocumentedGitHub, documentedGitHub } from "../documented-github.ts";
import { at, livePullRequest } from "../live.ts";

const path = "/repos/acme/shop/pulls/7/requested_reviewers";

let github: DocumentedGitHub;
beforeEach(() => {
  nock.disableNetConnect();
  github = documentedGitHub();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

// GitHub's own example of a team lacks a field.
const withoutTeams = (example: object) => ({ ...example, requested_teams: [] });
const request = (wanted: readonly string[], asked: readonly string[] = []) =>
  requestReviewers(github.octokit, at, livePullRequest({ requestedReviewers: ["acme/edge"] }), wanted, asked);

test("people and teams are asked, but not the author, nor whoever is asked already", async () => {
  github.answers("POST", path, withoutTeams, 201);
  github.answers("POST", path, withoutTeams, 201);
  expect(await request(["mia", "Dora", "acme/edge", "acme/security", "alice"], ["alice"])).toEqual([
    "alice",
    "mia",
    "acme/security",
  ]);
  expect(github.sent.map(({ body }) => body)).toEqual([{ reviewers: ["mia"] }, { team_reviewers: ["security"] }]);
  github.verify();
});

test("who cannot be asked does not keep the others from being asked", async () => {
  nock("https://api.github.com")
    .post(path)
    .reply(422, { message: "Reviews may only be requested from collaborators." });
  github.answers("POST", path, withoutTeams, 201);
  expect(await request(["ghost", "mia"])).toEqual(["ghost", "mia"]);
  github.verify();
});

test("a team of another organisation is not asked", async () => {
  await request(["other/edge"]);
  expect(github.sent).toEqual([]);
});
