import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import { keepStickyComment } from "../../../src/github/publishing/sticky-comment.ts";
import { type DocumentedGitHub, documentedGitHub } from "../documented-github.ts";
import { at } from "../live.ts";

const comments = "/repos/acme/shop/issues/7/comments";
const marker = "<!-- gatewarden:acme/shop#7 -->";

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
const listed = (...changes: readonly { readonly id: number; readonly body: string; readonly user?: object }[]) =>
  github.answers("GET", comments, ([first]) =>
    changes.map(({ user, ...change }) => ({ ...first, ...change, user: { ...first.user, ...(user ?? bot) } })),
  );
const keep = (body: string, speakUp = true) =>
  keepStickyComment(
    { octokit: github.octokit, appId: 1, botLogin: "gatewarden[bot]", at, number: 7, marker },
    `${marker}\n${body}`,
    speakUp,
  );
const methods = () =>
  github.sent.filter(({ method }) => method !== "GET").map(({ method, path }) => `${method} ${path}`);

test("the first comment is written", async () => {
  listed();
  github.answers("POST", comments, (example) => ({ ...example, id: 3 }), 201);
  expect(await keep("Hello")).toBe(3);
  github.verify();
});

test("without anything to say there is none", async () => {
  listed();
  expect(await keep("All is well", false)).toBeNull();
});

test("our comment is edited in place, and only if it changes", async () => {
  listed({ id: 3, body: `${marker}\nHello` });
  expect(await keep("Hello")).toBe(3);
  listed({ id: 3, body: `${marker}\nHello` });
  github.answers("PATCH", "/repos/acme/shop/issues/comments/3");
  expect(await keep("All is well", false)).toBe(3);
  expect(methods()).toEqual(["PATCH /repos/acme/shop/issues/comments/3"]);
  github.verify();
});

test("a person's comment with our marker is neither edited nor removed", async () => {
  listed({ id: 2, body: `${marker}\nForged`, user: { login: "mallory", type: "User" } });
  github.answers("POST", comments, (example) => ({ ...example, id: 3 }), 201);
  expect(await keep("Hello")).toBe(3);
});

test("another bot's comment and our own of another kind are left alone", async () => {
  listed(
    { id: 1, body: `${marker}\nForged`, user: { login: "other[bot]", type: "Bot" } },
    { id: 2, body: `Thanks! ${marker}` },
  );
  github.answers("POST", comments, (example) => ({ ...example, id: 3 }), 201);
  expect(await keep("Hello")).toBe(3);
});

test("of two comments of ours, the older one stays", async () => {
  listed({ id: 4, body: `${marker}\nHello` }, { id: 3, body: `${marker}\nHello` });
  nock("https://api.github.com").delete("/repos/acme/shop/issues/comments/4").reply(204);
  expect(await keep("Hello")).toBe(3);
  github.verify();
});
