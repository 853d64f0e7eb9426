import { expect, test } from "@jest/globals";
import { defaultPolicy } from "../../src/review/default-policy.ts";
import { neededFacts } from "../../src/review/needed-facts.ts";
import type { PolicyResult } from "../../src/review/policy.ts";
import { event, policy } from "../support/review-facts.ts";

const noFile: PolicyResult = { kind: "policy", policy: defaultPolicy };
const nothing = { teams: [], users: [], permissions: false };

const twoGroups = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge], users: [alice] }, security: { teams: [acme/security] } }
reviews:
  - { when: { theme: exposure }, from: [edge] }
  - { when: { theme: access }, from: [security] }
approvals: { emergency: { teams: [acme/oncall], users: [carol] } }
`);

test("without events nobody is asked but the emergency group", () => {
  expect(neededFacts(noFile, [], "* @acme/all")).toEqual(nothing);
  expect(neededFacts(twoGroups, [], null)).toEqual({ teams: ["acme/oncall"], users: ["carol"], permissions: false });
});

test("only groups whose entries match an event are needed", () => {
  expect(neededFacts(twoGroups, [event("a")], null)).toEqual({
    teams: ["acme/edge", "acme/oncall"],
    users: ["alice", "carol"],
    permissions: false,
  });
});

test("owners come from CODEOWNERS, and must be able to write", () => {
  expect(neededFacts(noFile, [event("a")], "* @acme/all @bob eve@example.com")).toEqual({
    teams: ["acme/all"],
    users: ["bob"],
    permissions: true,
  });
});

test("a file without owner needs permissions only", () => {
  expect(neededFacts(noFile, [event("a")], null)).toEqual({ ...nothing, permissions: true });
});

test("a severity that the policy raises is taken into account", () => {
  const raised = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ from: [edge] }]
rules: { tls-removed: { severity: critical } }
`);
  expect(neededFacts(raised, [event("a", { severity: "info" })], null).teams).toEqual(["acme/edge"]);
});

test("an invalid policy blocks whoever people are", () => {
  expect(neededFacts(policy("version: 3"), [event("a")], null)).toEqual(nothing);
});
