import { expect, test } from "@jest/globals";
import type { ApprovalFacts } from "../../src/review/approval-facts.ts";
import { decide } from "../../src/review/decide.ts";
import { reviewersToRequest } from "../../src/review/reviewers.ts";
import { contribution, event, facts, head, now, person, policy, review } from "../support/review-facts.ts";

const [alice, bob, mona] = [person("alice"), person("bob"), person("mona")];
const twoGroups = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] }, security: { users: [Alice, bob, Mona] } }
reviews:
  - { from: [edge] }
  - { approvals: 2, from: [security] }
approvals: { emergency: { users: [alice] } }
`);

test("the teams and people of every open demand are asked, but not the author", () => {
  expect(reviewersFor(facts())).toEqual({ users: ["Alice", "bob"], teams: ["acme/edge"] });
});

test("who contributed a commit or pushed last cannot help", () => {
  expect(reviewersFor(facts({ commits: [contribution(mona, bob)], lastPusher: alice })).users).toEqual([]);
});

test("who already approved is not asked again, and a satisfied demand asks nobody", () => {
  const approvals = facts({ teams: { "acme/edge": [alice] }, reviews: [review(alice)] });
  expect(reviewersFor(approvals)).toEqual({ users: ["bob"], teams: [] });
});

test("an override asks nobody", () => {
  const override = {
    by: alice,
    commit: head,
    reason: "outage",
    at: now.toISOString(),
    expiresAt: "2027-01-01T00:00:00Z",
  };
  expect(reviewersFor(facts({ overrides: [override] }))).toEqual({ users: [], teams: [] });
});

test("where only a role can approve there is nobody to name", () => {
  const byRole = policy("version: 1");
  const verdict = decide({ policy: byRole, events: [event("a")], approvals: facts(), codeowners: null, head, now });
  expect(verdict.outcome).toBe("needs-review");
  expect(reviewersToRequest(verdict, facts())).toEqual({ users: [], teams: [] });
});

test("on the command line, where nobody is known, all maintainers are named", () => {
  expect(reviewersFor(null)).toEqual({ users: ["Alice", "Mona", "bob"], teams: ["acme/edge"] });
});

function reviewersFor(approvals: ApprovalFacts | null) {
  const verdict = decide({ policy: twoGroups, events: [event("a")], approvals, codeowners: null, head, now });
  return reviewersToRequest(verdict, approvals);
}
