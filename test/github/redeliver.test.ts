import { afterEach, beforeEach, expect, test } from "@jest/globals";
import nock from "nock";
import type { GitHub } from "../../src/github/client.ts";
import { redeliverFailed } from "../../src/github/redeliver.ts";
import { type DocumentedGitHub, documentedGitHub } from "./documented-github.ts";

const now = Date.parse("2026-05-04T10:00:00Z");

let github: DocumentedGitHub;
beforeEach(() => {
  nock.disableNetConnect();
  github = documentedGitHub();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

const app = () => ({ asApp: async () => github.octokit }) as unknown as GitHub;
const recent = new Date(now - 60_000).toISOString();
const listed = (...attempts: readonly object[]) =>
  github.answers("GET", "/app/hook/deliveries", ([first]) =>
    attempts.map((attempt) => ({
      ...first,
      event: "pull_request",
      action: "opened",
      status_code: 502,
      delivered_at: recent,
      ...attempt,
    })),
  );
const redeliver = (known: readonly string[] = []) => redeliverFailed(app(), async () => new Set(known), now);

test("what never reached us is asked for again, by its latest attempt", async () => {
  listed({ id: 12, guid: "lost" }, { id: 11, guid: "lost" }, { id: 10, guid: "fine", status_code: 202 });
  github.answers("POST", "/app/hook/deliveries/12/attempts", () => ({}), 202);
  expect(await redeliver()).toEqual(["lost"]);
  github.verify();
});

test.each([
  [
    "a delivery that a later attempt brought",
    [
      { id: 2, guid: "a", status_code: 202 },
      { id: 1, guid: "a" },
    ],
    [],
  ],
  ["one that is on disk, whatever GitHub thinks", [{ id: 1, guid: "a" }], ["a"]],
  ["an event that nobody looks at", [{ id: 1, guid: "a", event: "label" }], []],
  ["what GitHub no longer keeps", [{ id: 1, guid: "a", delivered_at: "2026-05-01T00:00:00Z" }], []],
  ["what failed five times", [1, 2, 3, 4, 5].map((id) => ({ id, guid: "a" })), []],
])("%s is not", async (_, attempts, known) => {
  listed(...attempts);
  expect(await redeliver(known)).toEqual([]);
});
