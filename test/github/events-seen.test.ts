import { expect, test } from "@jest/globals";
import { commitsNeverShown, eventsAtCommits, wasShownBefore, withEventsSeen } from "../../src/github/events-seen.ts";
import type { Review } from "../../src/review/approval-facts.ts";

const seconds = (time: string) => Date.parse(`2026-05-04T${time}Z`);
const review = (time: string, commitId = "h1"): Review => ({
  id: 1,
  user: null,
  state: "APPROVED",
  commitId,
  submittedAt: `2026-05-04T${time}Z`,
});
const published = [
  { head: "h1", fingerprints: ["a"], publishedAt: seconds("10:00:00") },
  { head: "h2", fingerprints: ["z"], publishedAt: seconds("10:30:00") },
  { head: "h1", fingerprints: ["a", "b"], publishedAt: seconds("11:00:00") + 700 },
];
const seen = (one: Review) => withEventsSeen([one], published)[0]?.eventsSeen;

test("an approval covers what had been shown for its commit", () => {
  expect(seen(review("10:59:59"))).toEqual(["a"]);
  expect(seen(review("11:00:05"))).toEqual(["a", "b"]);
});

test("GitHub cuts the time of a review to seconds", () => {
  expect(seen(review("11:00:00"))).toEqual(["a", "b"]);
});

test("an approval that was faster than the first verdict covers that verdict, nothing later", () => {
  expect(seen(review("09:00:00"))).toEqual(["a"]);
});

test("nothing is known of a commit that was never shown", () => {
  expect(seen(review("12:00:00", "h3"))).toBeUndefined();
  expect(commitsNeverShown([review("12:00:00", "h3"), review("12:00:00")], published)).toEqual(["h3"]);
});

test("of each commit the last shown events count", () => {
  expect(eventsAtCommits(published)).toEqual({ h1: ["a", "b"], h2: ["z"] });
});

test("events that were only computed, not published, were shown to nobody", () => {
  expect(wasShownBefore({ head: "h1", fingerprints: [], publishedAt: 0 }, seconds("10:00:00"))).toBe(false);
});
