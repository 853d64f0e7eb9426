import { describe, expect, test } from "@jest/globals";
import { decide } from "../../src/review/decide.ts";
import { parsePolicy } from "../../src/review/parse-policy.ts";
import type { Verdict } from "../../src/review/review-plan.ts";
import {
  commit,
  contribution,
  earlier,
  edgeApproves,
  event,
  facts,
  head,
  knownRules,
  location,
  now,
  person,
  policy,
  review,
} from "../support/review-facts.ts";

// Each test is one story that must always end like this, whatever else changes.

const alice = person("alice");
const bob = person("bob");
const eve = person("eve");
const mona = person("mona");
const teams = { "acme/edge": [alice, bob] };
const base = { policy: edgeApproves, events: [event("a")], codeowners: null, head, now };

test("a maintainer approves the head: the pull request passes", () => {
  const verdict = decide({ ...base, approvals: facts({ teams, reviews: [review(alice)] }) });
  expect(verdict).toMatchObject({ outcome: "pass", summary: "1 event approved by alice" });
});

describe("approve, then push", () => {
  const strict = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ from: [edge] }]
approvals: { bind-to: commit }
`);

  test("with approvals bound to the commit, any push ends an approval", () => {
    const approvals = facts({ teams, reviews: [review(alice, "APPROVED", earlier)], eventsAt: seenAt(earlier, "a") });
    const verdict = decide({ ...base, policy: strict, approvals });
    expect(verdict.outcome).toBe("needs-review");
    expect(reasons(verdict)).toEqual(["alice: before-new-events"]);
    expect(verdict.rejected[0]?.explanation).toBe(
      `The approval by alice was for ${earlier.slice(0, 7)}, not for ${head.slice(0, 7)}: the policy binds approvals to the commit.`,
    );
  });

  test("an approval that arrives for the old commit while a new one is pushed does not count for unseen effects", () => {
    const approvals = facts({ teams, reviews: [review(alice, "APPROVED", earlier)], eventsAt: seenAt(earlier) });
    expect(decide({ ...base, approvals }).outcome).toBe("needs-review");
  });

  test("an update that changes no effect keeps the approval", () => {
    const approvals = facts({ teams, reviews: [review(alice, "APPROVED", earlier)], eventsAt: seenAt(earlier, "a") });
    expect(decide({ ...base, approvals }).outcome).toBe("pass");
  });

  test("one new effect asks again, for that effect only", () => {
    const approvals = facts({ teams, reviews: [review(alice, "APPROVED", earlier)], eventsAt: seenAt(earlier, "a") });
    const verdict = decide({ ...base, events: [event("a"), event("b")], approvals });
    expect(verdict.outcome).toBe("needs-review");
    expect(verdict.demands[0]?.openEventIds).toEqual(["id-b"]);
    expect(verdict.counted).toMatchObject([{ person: alice, eventIds: ["id-a"] }]);
    expect(verdict.rejected[0]?.explanation).toMatch(/does not cover 1 event that came later/);
  });

  test("an effect that appears in one more view is a new effect", () => {
    const approvals = facts({ teams, reviews: [review(alice, "APPROVED", earlier)], eventsAt: seenAt(earlier, "a") });
    const spread = event("a", { fingerprints: ["print-a", "print-a-in-prod"] });
    expect(decide({ ...base, events: [spread], approvals }).outcome).toBe("needs-review");
  });

  test("an effect that went away needs no new approval", () => {
    const approvals = facts({
      teams,
      reviews: [review(alice, "APPROVED", earlier)],
      eventsAt: seenAt(earlier, "a", "b"),
    });
    expect(decide({ ...base, approvals }).outcome).toBe("pass");
  });

  test("an approval of a commit that was never evaluated covers nothing", () => {
    const verdict = decide({ ...base, approvals: facts({ teams, reviews: [review(alice, "APPROVED", earlier)] }) });
    expect(reasons(verdict)).toEqual(["alice: commit-unknown"]);
  });

  test("an approval whose commit GitHub forgot covers nothing", () => {
    const verdict = decide({ ...base, approvals: facts({ teams, reviews: [review(alice, "APPROVED", null)] }) });
    expect(reasons(verdict)).toEqual(["alice: commit-unknown"]);
  });
});

describe("people change their minds", () => {
  test("a dismissed request for changes does not bring the older approval back", () => {
    const reviews = [review(alice), review(alice, "DISMISSED")];
    const verdict = decide({ ...base, approvals: facts({ teams, reviews }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(reasons(verdict)).toEqual(["alice: dismissed"]);
  });

  test("an approval after a dismissed one counts", () => {
    const reviews = [review(alice, "DISMISSED"), review(alice)];
    expect(decide({ ...base, approvals: facts({ teams, reviews }) }).outcome).toBe("pass");
  });

  test("a comment after an approval leaves it in place", () => {
    const reviews = [review(alice), review(alice, "COMMENTED", commit("later")), review(alice, "PENDING")];
    expect(decide({ ...base, approvals: facts({ teams, reviews }) }).outcome).toBe("pass");
  });

  test("a request for changes after an approval ends it", () => {
    const reviews = [review(alice), review(alice, "CHANGES_REQUESTED")];
    const verdict = decide({ ...base, approvals: facts({ teams, reviews }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(reasons(verdict)).toEqual(["alice: changes-requested"]);
  });

  test("one maintainer's request for changes outweighs another's approval, also on an older commit", () => {
    const reviews = [review(bob, "CHANGES_REQUESTED", earlier), review(alice)];
    const verdict = decide({ ...base, approvals: facts({ teams, reviews }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(verdict.summary).toBe("Needs 1 approval from edge (@acme/edge) for 1 event (changes requested by bob)");
  });

  test("a stranger's request for changes blocks nothing", () => {
    const reviews = [review(eve, "CHANGES_REQUESTED"), review(alice)];
    expect(decide({ ...base, approvals: facts({ teams, reviews }) }).outcome).toBe("pass");
  });
});

describe("nobody approves their own work", () => {
  const reviews = [review(alice)];
  test.each([
    ["the author", "author", { author: alice }],
    [
      "who committed, also on the second parent of a merge",
      "contributed-a-commit",
      { commits: [contribution(mona), contribution(alice)] },
    ],
    [
      "a co-author, or who wrote an applied suggestion",
      "contributed-a-commit",
      { commits: [contribution(mona, alice)] },
    ],
    ["the last pusher", "last-pusher", { lastPusher: alice }],
  ])("%s cannot approve", (_, reason, changes) => {
    const verdict = decide({ ...base, approvals: facts({ teams, reviews, ...changes }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(reasons(verdict)).toEqual([`alice: ${reason}`]);
  });

  test("whom a renamed account belongs to is told by its id", () => {
    const renamed = { ...alice, login: "alice-two" };
    const verdict = decide({ ...base, approvals: facts({ teams, reviews: [review(renamed)], author: alice }) });
    expect(reasons(verdict)).toEqual(["alice-two: author"]);
  });
});

describe("a commit of nobody in particular", () => {
  const unattributed = { sha: commit("x"), people: [mona], unattributed: ["someone@example.com"] };

  test("costs one more approval", () => {
    const one = facts({ teams, commits: [unattributed], reviews: [review(alice)] });
    expect(decide({ ...base, approvals: one })).toMatchObject({
      outcome: "needs-review",
      demands: [
        {
          approvalsNeeded: 2,
          label: "2 approvals from edge (@acme/edge), 1 of them because a commit cannot be attributed to a person",
        },
      ],
    });
    const two = facts({ teams, commits: [unattributed], reviews: [review(alice), review(bob)] });
    expect(decide({ ...base, approvals: two }).outcome).toBe("pass");
  });

  test("the same person twice is still one approval", () => {
    const twice = facts({
      teams,
      commits: [unattributed],
      reviews: [review(alice), review({ ...alice, login: "alice-two" })],
    });
    expect(decide({ ...base, approvals: twice }).outcome).toBe("needs-review");
  });

  test.each([
    ["no commits at all", []],
    ["a commit of a bot alone, which somebody may have told what to write", [contribution(person("ci[bot]", "Bot"))]],
    ["a commit without any people", [contribution()]],
  ])("%s: is the same", (_, commits) => {
    expect(decide({ ...base, approvals: facts({ teams, commits, reviews: [review(alice)] }) }).outcome).toBe(
      "needs-review",
    );
  });
});

describe("who is no person cannot approve", () => {
  test("a bot, even if the policy names it", () => {
    const bot = person("robot", "Bot");
    const verdict = decide({ ...base, approvals: facts({ teams: { "acme/edge": [bot] }, reviews: [review(bot)] }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(reasons(verdict)).toEqual(["robot: bot"]);
  });

  test("a deleted account", () => {
    const verdict = decide({ ...base, approvals: facts({ teams, reviews: [review(null)] }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(reasons(verdict)).toEqual(["nobody: deleted-account"]);
  });
});

describe("an approver loses the right to approve", () => {
  test("who left the team no longer counts", () => {
    const verdict = decide({ ...base, approvals: facts({ teams: { "acme/edge": [bob] }, reviews: [review(alice)] }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(reasons(verdict)).toEqual(["alice: not-a-maintainer"]);
  });

  test("a team that cannot be resolved blocks, and the line that names it is known", () => {
    const gone = { kind: "unresolvable", team: "acme/edge", why: "GitHub answered 404" } as const;
    const verdict = decide({ ...base, approvals: { ...facts({ reviews: [review(alice)] }), teams: [gone] } });
    expect(verdict).toMatchObject({
      outcome: "blocked",
      summary: "Blocked: .github/gatewarden.yaml:3: cannot resolve the team @acme/edge: GitHub answered 404",
      problems: [{ file: ".github/gatewarden.yaml", line: 3, column: 32 }],
    });
    expect(reasons(verdict)).toEqual(["alice: team-unresolvable"]);
  });

  test("a team that nobody looked up counts as unresolvable", () => {
    expect(decide({ ...base, approvals: facts({ reviews: [review(alice)] }) }).outcome).toBe("blocked");
  });

  test("a login that someone else took over no longer counts", () => {
    const named = policy("version: 1\nmaintainers: { m: { users: [alice] } }\nreviews: [{ from: [m] }]");
    const users = [{ ...eve, login: "Alice" }];
    const verdict = decide({ ...base, policy: named, approvals: facts({ users, reviews: [review(alice)] }) });
    expect(reasons(verdict)).toEqual(["alice: not-a-maintainer"]);
    expect(decide({ ...base, policy: named, approvals: facts({ reviews: [review(alice)] }) }).outcome).toBe("pass");
  });
});

describe("different people for different requirements", () => {
  const distinct = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] }, security: { teams: [acme/security] } }
reviews:
  - { from: [edge], distinct: true }
  - { from: [security], distinct: true }
`);

  test("one person in both teams satisfies one requirement only", () => {
    const both = { "acme/edge": [alice], "acme/security": [alice] };
    const verdict = decide({ ...base, policy: distinct, approvals: facts({ teams: both, reviews: [review(alice)] }) });
    expect(verdict.outcome).toBe("needs-review");
    expect(verdict.demands.map(({ satisfied }) => satisfied)).toEqual([true, false]);
    expect(reasons(verdict)).toEqual(["alice: used-for-another-requirement"]);
  });

  test("people are matched so that both requirements are satisfied if that is possible", () => {
    const some = { "acme/edge": [alice, bob], "acme/security": [alice] };
    const approvals = facts({ teams: some, reviews: [review(alice), review(bob)] });
    const verdict = decide({ ...base, policy: distinct, approvals });
    expect(verdict.outcome).toBe("pass");
    expect(verdict.demands.map(({ approvedBy }) => approvedBy.map((one) => one.person.login))).toEqual([
      ["bob"],
      ["alice"],
    ]);
  });

  test("without `distinct` one person may satisfy both", () => {
    const shared = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] }, security: { teams: [acme/security] } }
reviews: [{ from: [edge] }, { from: [security] }]
`);
    const both = { "acme/edge": [alice], "acme/security": [alice] };
    expect(
      decide({ ...base, policy: shared, approvals: facts({ teams: both, reviews: [review(alice)] }) }).outcome,
    ).toBe("pass");
  });

  test("a new effect is named alone, also where people must be different", () => {
    const some = { "acme/edge": [alice], "acme/security": [bob] };
    const approvals = facts({
      teams: some,
      reviews: [review(alice, "APPROVED", earlier), review(bob)],
      eventsAt: seenAt(earlier, "a"),
    });
    const verdict = decide({ ...base, policy: distinct, events: [event("a"), event("b")], approvals });
    expect(verdict.demands.map(({ openEventIds }) => openEventIds)).toEqual([["id-b"], []]);
  });
});

describe("the policy", () => {
  test("editing it is an effect that the policy of the base branch judges, even if no entry speaks of it", () => {
    const onlyExposure = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ when: { theme: exposure }, from: [edge] }]
`);
    const edited = event("policy", {
      rule: "policy-changed",
      theme: "control",
      direction: "unknown",
      severity: "high",
      locations: [location(".github/gatewarden.yaml")],
    });
    const input = { ...base, policy: onlyExposure, events: [edited], codeowners: "/.github/ @carol" };
    const carol = person("carol");
    const by = (who: typeof carol) => facts({ teams, reviews: [review(who)], permissions: { [carol.id]: "write" } });
    expect(decide({ ...input, approvals: by(alice) }).outcome).toBe("needs-review");
    expect(decide({ ...input, approvals: by(carol) }).outcome).toBe("pass");
  });

  test("a stricter one on the base branch turns the same pull request red", () => {
    const approvals = facts({ teams, reviews: [review(alice)] });
    const stricter = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ approvals: 2, from: [edge] }]
`);
    expect(decide({ ...base, approvals }).outcome).toBe("pass");
    expect(decide({ ...base, approvals, policy: stricter }).outcome).toBe("needs-review");
  });

  test("an invalid one blocks whatever was approved, and says where it is wrong", () => {
    const invalid = parsePolicy("version: 1\nreveiws: []\n", ".github/gatewarden.yaml", { knownRules });
    expect(
      decide({ ...base, policy: invalid, events: [], approvals: facts({ teams, reviews: [review(alice)] }) }),
    ).toMatchObject({
      outcome: "blocked",
      summary: "Blocked: .github/gatewarden.yaml:2: unknown key `reveiws`; did you mean `reviews`?",
    });
  });

  test("what it forbids no approval admits, only a waiver", () => {
    const forbidding = `
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ from: [edge] }]
rules: { tls-removed: { forbid: true } }
`;
    const approvals = facts({ teams, reviews: [review(alice)] });
    expect(decide({ ...base, policy: policy(forbidding), approvals })).toMatchObject({
      outcome: "blocked",
      forbidden: ["id-a"],
      summary: "Blocked: the policy forbids 1 event, which only a waiver can admit",
    });
    const waived = `${forbidding}
waivers: [{ rule: tls-removed, resource: shop/Ingress/a, until: 2026-05-04, reason: internal, approved-by: alice }]
`;
    expect(decide({ ...base, policy: policy(waived), approvals: facts({ teams }) })).toMatchObject({
      outcome: "pass",
      summary: "Nothing needs approval, 1 event waived",
    });
  });
});

describe("break-glass", () => {
  const emergency = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] } }
reviews: [{ from: [edge] }]
approvals: { emergency: { users: [carol] } }
`);
  const carol = person("carol");
  const override = {
    by: carol,
    commit: head,
    reason: "the shop is down",
    at: "2026-05-04T09:30:00Z",
    expiresAt: "2026-05-04T13:30:00Z",
  };
  const verdictWith = (changes: object, more: Parameters<typeof facts>[0] = {}) =>
    decide({
      ...base,
      policy: emergency,
      approvals: facts({ teams, overrides: [{ ...override, ...changes }], ...more }),
    });

  test("by a member of the emergency group passes, and the verdict says who, why and until when", () => {
    expect(verdictWith({})).toMatchObject({
      outcome: "pass",
      override: { by: carol, reason: "the shop is down", expiresAt: "2026-05-04T13:30:00Z" },
      summary: "Overridden by carol until 2026-05-04T13:30:00Z: the shop is down",
      demands: [{ satisfied: false }],
    });
  });

  test.each([
    ["for another head", { commit: earlier }, {}],
    ["after it expired", { expiresAt: "2026-05-04T10:00:00.000Z" }, {}],
    ["with an expiry that cannot be read", { expiresAt: "tomorrow" }, {}],
    ["without a reason", { reason: " \n" }, {}],
    ["by somebody else", { by: alice }, {}],
    ["by the author", {}, { author: carol }],
    ["by somebody who pushed to it", {}, { lastPusher: carol }],
    ["by somebody who contributed a commit", {}, { commits: [{ sha: head, people: [carol], unattributed: [] }] }],
    ["by a bot", { by: { ...carol, type: "Bot" } }, {}],
  ])("%s does nothing", (_, changes, more) => {
    expect(verdictWith(changes, more)).toMatchObject({ outcome: "needs-review", override: null });
  });

  test("does nothing where the policy names no emergency group", () => {
    expect(decide({ ...base, approvals: facts({ teams, overrides: [override] }) }).override).toBeNull();
  });
});

test("the same facts twice give the same verdict", () => {
  const approvals = facts({ teams, reviews: [review(alice), review(eve), review(null)] });
  expect(decide({ ...base, approvals })).toEqual(decide({ ...base, approvals }));
});

test("a pull request without security events passes at once", () => {
  expect(decide({ ...base, events: [], approvals: facts() })).toMatchObject({
    outcome: "pass",
    summary: "Nothing needs approval",
  });
});

test("a hostile manifest cannot break the summary out of its line", () => {
  const approvals = facts({ reviews: [] });
  const gone = { kind: "unresolvable", team: "acme/edge", why: "line\nbreak <!-- marker -->" } as const;
  expect(decide({ ...base, approvals: { ...approvals, teams: [gone] } }).summary).not.toMatch(/[\r\n]/);
});

function seenAt(sha: string, ...names: readonly string[]) {
  return { [sha]: names.map((name) => `print-${name}`) };
}

function reasons({ rejected }: Verdict): string[] {
  return rejected.map(({ person: who, reason }) => `${who?.login ?? "nobody"}: ${reason}`);
}
