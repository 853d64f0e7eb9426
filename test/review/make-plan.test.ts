import { expect, test } from "@jest/globals";
import { makePlan, type PlanInput } from "../../src/review/make-plan.ts";
import { commit, event, head, now, policy } from "../support/review-facts.ts";

const input: PlanInput = {
  base: commit("base"),
  head,
  events: [event("a", { severity: "info" })],
  policy: policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ from: [edge] }]
rules: { tls-removed: { severity: high } }
`),
  codeowners: null,
  approvals: null,
  now,
  skipped: [{ path: "secret.yaml", reason: "encrypted" }],
  stats: { changedFiles: 1, manifests: 2, views: 1 },
};

test("a plan holds what was found, the verdict and who should be asked", () => {
  expect(makePlan(input)).toMatchObject({
    base: commit("base"),
    head,
    policySha: expect.stringMatching(/^[0-9a-f]{64}$/),
    events: [{ id: "id-a", severity: "high" }],
    verdict: { outcome: "needs-review", demands: [{ id: "0", eventIds: ["id-a"] }] },
    reviewers: { users: [], teams: ["acme/edge"] },
    skipped: [{ path: "secret.yaml", reason: "encrypted" }],
    stats: { changedFiles: 1, manifests: 2, views: 1 },
  });
});

test("with an invalid policy the effects are still shown, and everything is blocked", () => {
  const plan = makePlan({ ...input, policy: policy("version: 9") });
  expect(plan).toMatchObject({
    events: input.events,
    verdict: { outcome: "blocked" },
    reviewers: { users: [], teams: [] },
  });
  expect(plan.policySha).toMatch(/^[0-9a-f]{64}$/);
});
