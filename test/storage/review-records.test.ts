import { expect, test } from "@jest/globals";
import { type PullRequestRecord, ReviewRecords } from "../../src/storage/review-records.ts";
import { describeOnBothEngines } from "./engines.ts";

const record: PullRequestRecord = {
  repository: "acme/shop",
  number: 7,
  head: "h1",
  baseRef: "main",
  base: "b1",
  policySha: "default",
  outcome: "needs-review",
  summary: "1 approval is missing",
  evaluation: "d1",
  evaluations: 1,
  evaluatedAt: 1_700_000_000_000,
  commentId: null,
  requestedReviewers: ["alice", "acme/edge"],
  closedAt: null,
};

describeOnBothEngines("review records", (open) => {
  const records = async () => new ReviewRecords((await open()).db);

  test("a pull request's record is replaced by the next one", async () => {
    const kept = await records();
    await kept.savePullRequest(record);
    const next = { ...record, head: "h2", outcome: "pass", evaluations: 2, commentId: 3_000_000_000 };
    await kept.savePullRequest(next);
    expect(await kept.pullRequest("acme/shop", 7)).toEqual(next);
    expect(await kept.pullRequest("acme/shop", 8)).toBeNull();
  });

  test("a closed pull request is no longer among the open ones", async () => {
    const kept = await records();
    await kept.savePullRequest(record);
    await kept.savePullRequest({ ...record, number: 8 });
    await kept.closePullRequest("acme/shop", 7, 5);
    expect((await kept.openPullRequests("acme/shop")).map((open) => open.number)).toEqual([8]);
  });

  test("every different set of events shown for a head is kept in order", async () => {
    const kept = await records();
    await kept.savePublishedEvents("acme/shop", 7, { head: "h1", fingerprints: ["b", "a"], publishedAt: 10 });
    await kept.savePublishedEvents("acme/shop", 7, { head: "h1", fingerprints: ["a", "b"], publishedAt: 20 });
    await kept.savePublishedEvents("acme/shop", 7, { head: "h1", fingerprints: ["a", "b", "c"], publishedAt: 30 });
    await kept.savePublishedEvents("acme/shop", 7, { head: "h2", fingerprints: [], publishedAt: 40 });
    expect(await kept.publishedEvents("acme/shop", 7)).toEqual([
      { head: "h1", fingerprints: ["a", "b"], publishedAt: 10 },
      { head: "h1", fingerprints: ["a", "b", "c"], publishedAt: 30 },
      { head: "h2", fingerprints: [], publishedAt: 40 },
    ]);
  });

  test("the check run of a head remembers which annotations went out", async () => {
    const kept = await records();
    await kept.saveHeadCheck("acme/shop", "h1", { checkRunId: 9, sent: [], pending: ["x"] });
    await kept.saveHeadCheck("acme/shop", "h1", { checkRunId: 9, sent: ["x"], pending: [] });
    expect(await kept.headCheck("acme/shop", "h1")).toEqual({ checkRunId: 9, sent: ["x"], pending: [] });
    expect(await kept.headCheck("acme/shop", "h2")).toBeNull();
  });

  test("a comment is bound to the head it was first seen with", async () => {
    const kept = await records();
    const command = { commentId: 1, repository: "acme/shop", number: 7, head: "h1", person: "{}", reason: "outage" };
    await kept.saveOverride({ ...command, at: 1, expiresAt: 2 });
    await kept.saveOverride({ ...command, head: "h2", at: 1, expiresAt: 2 });
    expect((await kept.overrides("acme/shop", 7, "h1")).length).toBe(1);
    expect(await kept.overrides("acme/shop", 7, "h2")).toEqual([]);
  });

  test("the pusher of a head is remembered", async () => {
    const kept = await records();
    await kept.savePusher("acme/shop", "h1", '{"id":1}');
    expect(await kept.pusher("acme/shop", "h1")).toBe('{"id":1}');
    expect(await kept.pusher("acme/shop", "h2")).toBeNull();
  });
});
