import { expect, test } from "@jest/globals";
import { latestOpinions } from "../../src/review/opinions.ts";
import { person, review } from "../support/review-facts.ts";

test("everybody's latest opinion is what counts, by account and not by login", () => {
  const alice = person("alice");
  const bob = person("bob");
  const opinions = latestOpinions([
    review(alice, "APPROVED"),
    review(bob, "APPROVED"),
    review({ ...alice, login: "renamed" }, "CHANGES_REQUESTED"),
    review(bob, "COMMENTED"),
    review(bob, "PENDING"),
    review(null, "APPROVED"),
  ]);
  expect(opinions.map(({ person: { login }, review: { state } }) => `${login} ${state}`)).toEqual([
    "renamed CHANGES_REQUESTED",
    "bob APPROVED",
  ]);
});
