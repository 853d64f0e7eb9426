import { expect, test } from "@jest/globals";
import { approvalEntries, evaluatedEntry, evaluationDigest, mergedEntry } from "../../src/github/audit-entries.ts";
import type { ReviewPlan } from "../../src/review/review-plan.ts";
import type { PullRequestRecord } from "../../src/storage/review-records.ts";
import { alice, bob, clusterAdminGranted, samplePlan } from "../support/sample-plan.ts";
import { livePullRequest } from "./live.ts";

const live = livePullRequest();
const subject = { repository: "acme/shop", live, time: "2026-05-04T10:00:00.000Z" };
const plan = samplePlan;
const digest = (changed: ReviewPlan, baseRef = "main") => evaluationDigest(changed, baseRef);
const withVerdict = (changes: Partial<ReviewPlan["verdict"]>): ReviewPlan => ({
  ...plan,
  verdict: { ...plan.verdict, ...changes },
});

test("the same decision from the same facts has the same digest, whatever its wording", () => {
  expect(digest(withVerdict({ summary: "Said otherwise" }))).toBe(digest(plan));
});

test.each([
  ["the outcome", withVerdict({ outcome: "blocked" })],
  ["an approval", withVerdict({ counted: [{ person: bob, reviewId: 99, commitId: plan.head, eventIds: [] }] })],
  ["an event", { ...plan, events: plan.events.slice(1) }],
  ["the policy", { ...plan, policySha: "other" }],
  ["the merge base", { ...plan, base: "0".repeat(40) }],
])("%s makes another digest", (_, changed) => {
  expect(digest(changed)).not.toBe(digest(plan));
});

test("the base branch makes another digest", () => {
  expect(digest(plan, "dev")).not.toBe(digest(plan));
});

test("an evaluation is on record with its events in full", () => {
  const { draft, key } = evaluatedEntry(subject, plan, "d1", 3);
  expect(key).toBe("evaluated:acme/shop#7:3:d1");
  expect(draft).toMatchObject({ kind: "evaluated", pullRequest: 7, head: plan.head, actor: { id: 4, login: "dora" } });
  const { events } = draft.details as { events: { id: string; message: string }[] };
  expect(events.map(({ id }) => id)).toEqual(plan.events.map(({ id }) => id));
  expect(() => JSON.stringify(draft)).not.toThrow();
});

test("a review that counts for two requirements is one entry", () => {
  const counted = [
    { person: alice, reviewId: 5, commitId: plan.head, eventIds: ["a"] },
    { person: alice, reviewId: 5, commitId: plan.head, eventIds: ["b", "a"] },
  ];
  const entries = approvalEntries(subject, withVerdict({ counted, rejected: [] }));
  expect(entries.map(({ draft }) => draft)).toMatchObject([
    { kind: "approval-counted", actor: { login: "alice" }, details: { reviewId: 5, eventIds: ["a", "b"] } },
  ]);
});

test("a rejected review is one entry per reason, however many requirements it misses", () => {
  const rejection = { person: bob, reviewId: 6, reason: "not-a-maintainer", explanation: "bob is not." } as const;
  const rejected = [
    { ...rejection, demand: "0" },
    { ...rejection, demand: "1" },
  ];
  const entries = approvalEntries(subject, withVerdict({ counted: [], rejected }));
  expect(new Set(entries.map(({ key }) => key)).size).toBe(1);
});

test("an override is on record with its reason and what it let through", () => {
  const override = { by: bob, reason: "outage", expiresAt: "2026-05-05T10:00:00.000Z" };
  const [entry] = approvalEntries(subject, withVerdict({ counted: [], rejected: [], override }));
  expect(entry?.draft).toMatchObject({ kind: "overridden", actor: { login: "bob" }, details: { reason: "outage" } });
  expect(JSON.stringify(entry?.draft.details)).toContain(clusterAdminGranted.id);
});

const merged = livePullRequest({ state: "closed", merge: { by: bob, commit: "m1", at: "2026-05-04T10:00:00Z" } });
const record: PullRequestRecord = {
  repository: "acme/shop",
  number: 7,
  head: live.head,
  baseRef: "main",
  base: "b",
  policySha: "default",
  outcome: "pass",
  summary: "Approved",
  evaluation: "d1",
  evaluations: 1,
  evaluatedAt: 0,
  commentId: null,
  requestedReviewers: [],
  closedAt: null,
};

test.each([
  ["the verdict of this head passed", record, "merged"],
  ["the verdict did not pass", { ...record, outcome: "needs-review" }, "merged-without-approval"],
  ["the verdict was for another head", { ...record, head: "f".repeat(40) }, "merged-without-approval"],
  ["the verdict was for another base branch", { ...record, baseRef: "dev" }, "merged-without-approval"],
  ["there was no verdict", null, "merged-without-approval"],
])("a merge when %s", (_, known, kind) => {
  const { draft } = mergedEntry({ ...subject, live: merged }, known);
  expect(draft).toMatchObject({ kind, actor: { login: "bob" }, details: { mergeCommit: "m1" } });
});
