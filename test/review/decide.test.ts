import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import type { ApprovalFacts, Person, RepositoryPermission, Review } from "../../src/review/approval-facts.ts";
import { type DecideInput, decide } from "../../src/review/decide.ts";
import { defaultPolicy } from "../../src/review/default-policy.ts";
import type { Policy, ReviewRequirement } from "../../src/review/policy.ts";
import type { SecurityEvent } from "../../src/rules/security-event.ts";
import {
  commit,
  edgeApproves,
  event,
  facts,
  head,
  location,
  now,
  person,
  policy,
  review,
} from "../support/review-facts.ts";

const alice = person("alice");
const bob = person("bob");
const byDefault = { policy: { kind: "policy", policy: defaultPolicy }, codeowners: null, head, now } as const;

describe("without a policy file", () => {
  const verdictFor = (codeowners: string | null, who: Person, permission: RepositoryPermission, found = event("a")) =>
    decide({
      ...byDefault,
      events: [found],
      codeowners,
      approvals: facts({
        teams: { "acme/shop": [alice], "acme/infra": [bob] },
        reviews: [review(who)],
        permissions: { [who.id]: permission },
      }),
    });

  test("an owner of the touched file approves", () => {
    expect(verdictFor("/apps/ @acme/shop", alice, "write").outcome).toBe("pass");
    expect(verdictFor("/apps/ @acme/shop", bob, "admin").outcome).toBe("needs-review");
  });

  test("an owner who can no longer write to the repository does not count", () => {
    expect(verdictFor("/apps/ @alice", alice, "read").outcome).toBe("needs-review");
  });

  test("where the file has no owner, someone with maintain or admin approves", () => {
    const outcomes = (["admin", "maintain", "write", "triage", "read", "none"] as const).map(
      (permission) => verdictFor("/docs/ @acme/shop", alice, permission).outcome,
    );
    expect(outcomes).toEqual(["pass", "pass", ...Array(4).fill("needs-review")]);
    expect(verdictFor(null, alice, "maintain").outcome).toBe("pass");
  });

  test("where ownership was taken away, the role decides too", () => {
    expect(verdictFor("* @acme/shop\n/apps/", alice, "write").outcome).toBe("needs-review");
    expect(verdictFor("* @acme/shop\n/apps/", alice, "admin").outcome).toBe("pass");
  });

  test("a permission that nobody looked up is none", () => {
    const approvals = facts({ reviews: [review(alice)] });
    expect(decide({ ...byDefault, events: [event("a")], approvals }).outcome).toBe("needs-review");
  });

  test("a manifest that moves between owners needs both", () => {
    const moved = event("a", { locations: [location("apps/a.yaml"), location("infra/a.yaml", "before")] });
    const input = { ...byDefault, events: [moved], codeowners: "/apps/ @acme/shop\n/infra/ @acme/infra" };
    const by = (...people: readonly Person[]) =>
      facts({
        teams: { "acme/shop": [alice], "acme/infra": [bob] },
        reviews: people.map((who) => review(who)),
        permissions: { [alice.id]: "write", [bob.id]: "write" },
      });
    expect(decide({ ...input, approvals: by(alice) }).outcome).toBe("needs-review");
    expect(decide({ ...input, approvals: by(bob) }).outcome).toBe("needs-review");
    const both = decide({ ...input, approvals: by(alice, bob) });
    expect(both.outcome).toBe("pass");
    expect(both.demands.map(({ id, label }) => `${id}: ${label}`)).toEqual([
      "default: 1 approval from an owner of the touched file (@acme/infra)",
      "default-2: 1 approval from an owner of the touched file (@acme/shop)",
    ]);
  });

  test("an event that blames no file still needs someone with the role", () => {
    expect(verdictFor("* @acme/shop", bob, "admin", event("a", { locations: [] })).outcome).toBe("pass");
    expect(verdictFor("* @acme/shop", bob, "write", event("a", { locations: [] })).outcome).toBe("needs-review");
  });

  test("an owner known only by e-mail cannot be counted, and that is said with its line", () => {
    expect(verdictFor("\n* eve@example.com", alice, "admin")).toMatchObject({
      outcome: "blocked",
      problems: [{ file: "CODEOWNERS", line: 2 }],
    });
  });

  test("an owning team that cannot be resolved blocks with the line of CODEOWNERS", () => {
    expect(verdictFor("* @acme/gone", alice, "admin")).toMatchObject({
      outcome: "blocked",
      problems: [
        {
          file: "CODEOWNERS",
          line: 1,
          message: "cannot resolve the team @acme/gone: GitHub was not asked for its members",
        },
      ],
    });
  });

  test.each([
    ["widened", "medium", true],
    ["unknown", "medium", true],
    ["widened", "low", false],
    ["narrowed", "critical", false],
    ["neutral", "critical", false],
  ] as const)("%s and %s: needs approval is %s", (direction, severity, needs) => {
    const verdict = decide({ ...byDefault, events: [event("a", { direction, severity })], approvals: facts() });
    expect(verdict.outcome).toBe(needs ? "needs-review" : "pass");
  });
});

describe("which entries apply", () => {
  const withEntry = (when: string) =>
    policy(`
version: 1
zones: { cde: { namespaces: [payments] } }
maintainers: { edge: { teams: [acme/edge] }, rest: { codeowners: true } }
reviews: [{ when: ${when}, from: [edge] }]
`);
  const asks = (when: string, changes: Partial<SecurityEvent>) =>
    decide({ ...byDefault, policy: withEntry(when), events: [event("a", changes)], approvals: null }).demands.some(
      ({ id }) => id === "0",
    );
  const payments = { ...event("a").resource, namespace: "payments" };

  test.each<[string, Partial<SecurityEvent>, boolean]>([
    ["{}", {}, true],
    ["{}", { severity: "low" }, false],
    ["{ severity: low }", { severity: "low" }, true],
    ["{ theme: access }", {}, false],
    ["{ theme: [access, exposure] }", {}, true],
    ["{ direction: narrowed }", {}, false],
    ["{ direction: narrowed }", { direction: "narrowed", severity: "info" }, true],
    ["{ direction: any }", { direction: "neutral", severity: "info" }, true],
    ["{ direction: any, severity: medium }", { direction: "neutral", severity: "info" }, false],
    ["{ zone: cde }", {}, false],
    ["{ zone: cde }", { resource: payments }, true],
    ["{ rule: tls-removed }", {}, true],
    ["{ rule: cluster-admin-granted }", {}, false],
    ['{ paths: "apps/**" }', {}, true],
    ['{ paths: "infra/**" }', {}, false],
    ['{ paths: "infra/**" }', { locations: [location("apps/a.yaml"), location("infra/a.yaml", "before")] }, true],
  ])("when %s, an event with %j: %s", (when, changes, expected) => {
    expect(asks(when, changes)).toBe(expected);
  });

  test("an event that no entry matches falls back to the default review", () => {
    const verdict = decide({
      ...byDefault,
      policy: withEntry("{ theme: access }"),
      events: [event("a")],
      approvals: null,
    });
    expect(verdict.demands).toMatchObject([{ id: "default", groups: [], eventIds: ["id-a"] }]);
  });

  test("a severity that the policy gives decides whether an entry applies", () => {
    const calmer = policy("version: 1\nrules: { tls-removed: { severity: low } }");
    expect(decide({ ...byDefault, policy: calmer, events: [event("a")], approvals: null }).outcome).toBe("pass");
  });
});

test("two approvals are needed for every event, not for the pull request as a whole", () => {
  const two = policy("version: 1\nmaintainers: { e: { teams: [acme/edge] } }\nreviews: [{ approvals: 2, from: [e] }]");
  const earlier = commit("earlier");
  const approvals = facts({
    teams: { "acme/edge": [alice, bob] },
    reviews: [review(alice), review(bob, "APPROVED", earlier)],
    eventsAt: { [earlier]: ["print-a"] },
  });
  const input = { ...byDefault, policy: two, approvals };
  expect(decide({ ...input, events: [event("a")] }).outcome).toBe("pass");
  expect(decide({ ...input, events: [event("a"), event("b")] })).toMatchObject({
    outcome: "needs-review",
    demands: [{ openEventIds: ["id-b"] }],
    summary: "Needs 2 approvals from e (@acme/edge) for 1 event",
  });
});

describe("a team that cannot be resolved", () => {
  const edgeOrAlice = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge], users: [alice], codeowners: true } }
reviews: [{ from: [edge] }]
`);
  const gone = { kind: "unresolvable", team: "acme/edge", why: "GitHub answered 404" } as const;
  const verdictFor = (...reviews: readonly Review[]) =>
    decide({
      ...byDefault,
      policy: edgeOrAlice,
      events: [event("a")],
      codeowners: "* @bob",
      approvals: { ...facts({ reviews }), teams: [gone] },
    });

  test("does no harm where somebody else's approval suffices", () => {
    expect(verdictFor(review(alice))).toMatchObject({ outcome: "pass", problems: [] });
  });

  test("is a problem of the policy that names it, also where owners are asked", () => {
    expect(verdictFor().problems).toMatchObject([{ file: ".github/gatewarden.yaml", line: 3 }]);
  });

  test("does not silence an objection: who objects may be one of its members", () => {
    const verdict = verdictFor(review(alice), review(person("eve"), "CHANGES_REQUESTED"));
    expect(verdict.outcome).toBe("blocked");
    expect(verdict.rejected).toMatchObject([{ person: { login: "eve" }, reason: "changes-requested" }]);
  });
});

test("a bot's request for changes blocks nothing", () => {
  const bot = person("robot", "Bot");
  const approvals = facts({
    teams: { "acme/edge": [alice, bot] },
    reviews: [review(alice), review(bot, "CHANGES_REQUESTED")],
  });
  expect(decide({ ...byDefault, policy: edgeApproves, events: [event("a")], approvals }).outcome).toBe("pass");
});

test("an event that nobody can recognise is never covered by an older approval", () => {
  const earlier = commit("earlier");
  const approvals = facts({
    teams: { "acme/edge": [alice] },
    reviews: [review(alice, "APPROVED", earlier)],
    eventsAt: { [earlier]: [] },
  });
  const nameless = event("a", { fingerprints: [] });
  expect(decide({ ...byDefault, policy: edgeApproves, events: [nameless], approvals }).outcome).toBe("needs-review");
});

test("where people must be different, halves of two approvals do not add up to one", () => {
  const distinct = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] }, security: { teams: [acme/security] } }
reviews: [{ from: [edge], distinct: true }, { from: [security], distinct: true }]
`);
  const [one, other, carol] = [commit("one"), commit("other"), person("carol")];
  const approvals = facts({
    teams: { "acme/edge": [alice, bob], "acme/security": [carol] },
    reviews: [review(alice, "APPROVED", one), review(bob, "APPROVED", other), review(carol)],
    eventsAt: { [one]: ["print-a"], [other]: ["print-b"] },
  });
  const verdict = decide({ ...byDefault, policy: distinct, events: [event("a"), event("b")], approvals });
  expect(verdict.outcome).toBe("needs-review");
  expect(verdict.demands.map(({ openEventIds }) => openEventIds)).toEqual([["id-a", "id-b"], []]);
});

test("a group that does not exist stands for nobody", () => {
  const reviews = [{ when: {}, approvals: 1, from: ["constructor"], distinct: false }];
  const written: Policy = { ...defaultPolicy, source: "file", reviews };
  const approvals = facts({ reviews: [review(alice)], permissions: { [alice.id]: "admin" } });
  const input = { ...byDefault, policy: { kind: "policy", policy: written }, events: [event("a")], approvals } as const;
  expect(decide(input).outcome).toBe("needs-review");
});

test("on the command line, where nobody can approve, whatever needs approval is open", () => {
  const input = { ...byDefault, policy: edgeApproves, approvals: null };
  expect(decide({ ...input, events: [event("a")] })).toMatchObject({ outcome: "needs-review", problems: [] });
  expect(decide({ ...input, events: [event("a", { severity: "info" })] }).outcome).toBe("pass");
});

test("who helps one requirement is not called a stranger by another", () => {
  const two = policy(`
version: 1
maintainers: { edge: { teams: [acme/edge] }, security: { teams: [acme/security] } }
reviews: [{ from: [edge] }, { from: [security] }]
`);
  const approvals = facts({ teams: { "acme/edge": [alice], "acme/security": [bob] }, reviews: [review(alice)] });
  const verdict = decide({ ...byDefault, policy: two, events: [event("a")], approvals });
  expect(verdict.outcome).toBe("needs-review");
  expect(verdict.rejected).toEqual([]);
});

test("a long list of missing approvals is cut, with the number of the rest", () => {
  const groups = [1, 2, 3, 4, 5].map((n) => `g${n}: { users: [u${n}] }`).join(", ");
  const entries = [1, 2, 3, 4, 5].map((n) => `{ from: [g${n}] }`).join(", ");
  const five = policy(`version: 1\nmaintainers: { ${groups} }\nreviews: [${entries}]`);
  expect(decide({ ...byDefault, policy: five, events: [event("a")], approvals: facts() }).summary).toMatch(
    /^Needs 1 approval from g1 \(@u1\) for 1 event; .*; .*; and 2 more requirements$/,
  );
});

describe("for all policies, reviews and events", () => {
  const judge = (input: DecideInput) => decide(input).outcome;

  test("one more event never turns a pull request green", () => {
    fc.assert(
      fc.property(situations, extraEvents, (situation, extra) => {
        if (judge(situation) !== "pass")
          expect(judge({ ...situation, events: [...situation.events, extra] })).not.toBe("pass");
      }),
      { numRuns: 1500 },
    );
  });

  test("one event less never turns a pull request red", () => {
    fc.assert(
      fc.property(situations, fc.nat(5), (situation, index) => {
        if (judge(situation) === "pass")
          expect(judge({ ...situation, events: situation.events.toSpliced(index, 1) })).toBe("pass");
      }),
      { numRuns: 1500 },
    );
  });

  test("a comment changes nothing", () => {
    fc.assert(
      fc.property(situations, fc.constantFrom(...people, null), fc.nat(6), (situation, who, index) => {
        const approvals = situation.approvals as ApprovalFacts;
        const reviews = approvals.reviews.toSpliced(index, 0, review(who, "COMMENTED"));
        expect(decide({ ...situation, approvals: { ...approvals, reviews } })).toEqual(decide(situation));
      }),
      { numRuns: 500 },
    );
  });

  test("an approval less never turns a pull request green", () => {
    fc.assert(
      fc.property(situations, fc.constantFrom(...people), (situation, who) => {
        const approvals = situation.approvals as ApprovalFacts;
        const reviews = approvals.reviews.filter(({ user, state }) => state !== "APPROVED" || user?.id !== who.id);
        const objected = approvals.reviews.some(({ state }) => state === "CHANGES_REQUESTED");
        // Without the approval an older request for changes may stand again, which is red as well.
        if (judge(situation) !== "pass" && !objected)
          expect(judge({ ...situation, approvals: { ...approvals, reviews } })).not.toBe("pass");
      }),
      { numRuns: 1000 },
    );
  });

  test("the order of events and of entries in the policy does not matter", () => {
    fc.assert(
      fc.property(situations, ({ policy: result, ...situation }) => {
        const { policy: written } = result as { policy: Policy };
        const turned = { ...written, reviews: written.reviews.toReversed() };
        const events = situation.events.toReversed();
        expect(judge({ ...situation, events, policy: { kind: "policy", policy: turned } })).toBe(
          judge({ ...situation, policy: result }),
        );
      }),
      { numRuns: 1500 },
    );
  });

  test("some of the situations pass and some do not", () => {
    const outcomes = new Set(fc.sample(situations, { numRuns: 300, seed: 1 }).map(judge));
    expect(outcomes).toEqual(new Set(["pass", "needs-review"]));
  });
});

const people = ["ann", "ben", "cem", "dia"].map((login) => person(login));
const commits = [head, commit("c1"), commit("c2")];
const names = ["a", "b", "c", "d"];
const extraEvents = fc
  .record({ theme: fc.constantFrom("exposure", "access"), severity: fc.constantFrom("high", "low") } as const)
  .map((changes) => event("extra", changes));

const events = fc
  .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
  .map((chosen) => chosen.map((name) => event(name, { theme: name < "c" ? "exposure" : "access" })));

const requirements: fc.Arbitrary<ReviewRequirement> = fc.record({
  when: fc.constantFrom({}, { theme: ["exposure"] as const }, { theme: ["access"] as const }),
  approvals: fc.integer({ min: 1, max: 2 }),
  from: fc.constantFrom(["one"], ["two"], ["one", "two"]),
  distinct: fc.boolean(),
});

const reviews: fc.Arbitrary<Review> = fc
  .record({
    who: fc.constantFrom(...people),
    state: fc.constantFrom(
      ...(["APPROVED", "APPROVED", "APPROVED", "APPROVED", "DISMISSED", "CHANGES_REQUESTED"] as const),
    ),
    at: fc.constantFrom(...commits),
  })
  .map(({ who, state, at }) => review(who, state, at));

/** Small policies with overlapping groups, approvals of different commits, and events that some commits had. */
const situations: fc.Arbitrary<DecideInput> = fc
  .record({
    events,
    requirements: fc.array(requirements, { minLength: 1, maxLength: 3 }),
    reviews: fc.array(reviews, { maxLength: 6 }),
    one: fc.subarray(people, { minLength: 2 }),
    two: fc.subarray(people, { minLength: 1 }),
    seen: fc.tuple(fc.subarray(names), fc.subarray(names)),
    bindTo: fc.constantFrom("events", "events", "commit"),
  } as const)
  .map((drawn) => ({
    policy: {
      kind: "policy",
      policy: {
        ...defaultPolicy,
        source: "file",
        maintainers: { one: { teams: ["acme/one"], users: [] }, two: { teams: ["acme/two"], users: [] } },
        reviews: drawn.requirements,
        approvals: { ...defaultPolicy.approvals, bindTo: drawn.bindTo },
      },
    },
    events: drawn.events,
    codeowners: "* @acme/one",
    head,
    now,
    approvals: facts({
      teams: { "acme/one": drawn.one, "acme/two": drawn.two },
      reviews: drawn.reviews,
      permissions: Object.fromEntries(people.map(({ id }) => [id, "write"])),
      eventsAt: Object.fromEntries(drawn.seen.map((seen, i) => [commits[i + 1], seen.map((name) => `print-${name}`)])),
    }),
  }));
