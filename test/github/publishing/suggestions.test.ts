import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import { offerSuggestions } from "../../../src/github/publishing/suggestions.ts";
import { type DocumentedGitHub, documentedGitHub } from "../documented-github.ts";
import { at } from "../live.ts";

const comments = "/repos/acme/shop/pulls/7/comments";
const head = "6dcb09b5b57875f334f61aebed695e2e4193db5e";

let github: DocumentedGitHub;
beforeEach(() => {
  nock.disableNetConnect();
  github = documentedGitHub();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const bot = { login: "gatewarden[bot]", type: "Bot" };
const marker = "<!-- gatewarden-suggestion:a -->";
const wanted = { file: "shop.yaml", startLine: 4, endLine: 5, marker, body: `${marker}\nRestore it` };
const listed = (...changes: readonly { readonly body: string; readonly user?: object }[]) =>
  github.answers("GET", comments, ([first]) =>
    changes.map(({ user, ...change }) => ({ ...first, ...change, user: { ...first.user, ...(user ?? bot) } })),
  );
const offer = () =>
  offerSuggestions({ octokit: github.octokit, botLogin: "gatewarden[bot]", at, number: 7, head }, [wanted]);

test("a fix is offered on its lines", async () => {
  listed();
  github.answers("POST", comments, (example) => example, 201);
  expect(await offer()).toBe(1);
  expect(github.sent.at(-1)?.body).toMatchObject({
    path: "shop.yaml",
    start_line: 4,
    line: 5,
    side: "RIGHT",
    commit_id: head,
  });
  github.verify();
});

test("it is offered once", async () => {
  listed({ body: `${marker}\nRestore it` });
  expect(await offer()).toBe(0);
});

test("somebody else's comment with our marker does not keep it away", async () => {
  listed({ body: `${marker}\nForged`, user: { login: "mallory", type: "User" } });
  github.answers("POST", comments, (example) => example, 201);
  expect(await offer()).toBe(1);
});

test("lines that the pull request does not show are left to the comment", async () => {
  listed();
  nock("https://api.github.com").post(comments).reply(422, { message: "Validation Failed" });
  expect(await offer()).toBe(0);
});
