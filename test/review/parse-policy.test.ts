import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { parsePolicy } from "../../src/review/parse-policy.ts";
import type { Policy } from "../../src/review/policy.ts";
import { knownRules } from "../support/review-facts.ts";

test("every part of a policy file arrives in the policy", () => {
  const read = valid(`
version: 1
zones:
  cde: { pci: in-scope, namespaces: [payments], hosts: ["*.pay.example.com"], paths: ["clusters/cde/**"] }
maintainers:
  edge: { teams: [acme/edge] }
  security: { teams: [acme/security], users: [alice] }
reviews:
  - { when: { theme: exposure }, from: [edge] }
  - { when: { theme: [access, connectivity], zone: cde }, approvals: 2, from: [security], distinct: true }
  - { when: { direction: any, rule: tls-removed, severity: low, paths: "apps/**" }, approvals: 1, from: [edge, security] }
rules:
  host-wildcard-added: { severity: critical, forbid: true }
waivers:
  - { rule: tls-removed, resource: "staging/Ingress/*", until: 2027-01-31, reason: internal only, approved-by: alice }
controllers:
  nginx-internal: { controller: ingress-nginx, reach: private-network }
views:
  - { name: prod, paths: ["clusters/prod/**"] }
approvals: { bind-to: commit, emergency: { users: [bob] }, unattributed: 2 }
`);
  expect(read).toEqual({
    sha: expect.stringMatching(/^[0-9a-f]{64}$/),
    source: "file",
    file: "policy.yaml",
    zones: [
      {
        name: "cde",
        pci: "in-scope",
        namespaces: ["payments"],
        hosts: ["*.pay.example.com"],
        paths: ["clusters/cde/**"],
      },
    ],
    maintainers: {
      edge: { teams: ["acme/edge"], users: [], codeowners: false },
      security: { teams: ["acme/security"], users: ["alice"], codeowners: false },
    },
    reviews: [
      { when: { theme: ["exposure"] }, approvals: 1, from: ["edge"], distinct: false },
      { when: { theme: ["access", "connectivity"], zone: ["cde"] }, approvals: 2, from: ["security"], distinct: true },
      {
        when: { direction: "any", rule: ["tls-removed"], severity: "low", paths: ["apps/**"] },
        approvals: 1,
        from: ["edge", "security"],
        distinct: false,
      },
    ],
    rules: { "host-wildcard-added": { severity: "critical", forbid: true } },
    waivers: [
      {
        rule: "tls-removed",
        resource: "staging/Ingress/*",
        until: "2027-01-31",
        reason: "internal only",
        approvedBy: "alice",
      },
    ],
    controllers: { "nginx-internal": { controller: "ingress-nginx", reach: "private-network" } },
    views: [{ name: "prod", paths: ["clusters/prod/**"] }],
    approvals: { bindTo: "commit", emergency: { teams: [], users: ["bob"] }, unattributed: 2 },
    places: { "acme/edge": { line: 6, column: 19 }, "acme/security": { line: 7, column: 23 } },
  });
});

test("the shortest policy is its version", () => {
  expect(valid("version: 1")).toMatchObject({ reviews: [], approvals: { bindTo: "events", unattributed: 1 } });
});

test("anchors and merge keys may save typing", () => {
  const read = valid(`
version: 1
maintainers: { edge: { teams: &teams [acme/edge] }, night: { teams: *teams } }
reviews:
  - &entry { from: [edge] }
  - { <<: *entry, approvals: 2 }
`);
  expect(read.maintainers.night?.teams).toEqual(["acme/edge"]);
  expect(read.reviews[1]).toMatchObject({ from: ["edge"], approvals: 2 });
});

describe("a problem has its place", () => {
  test.each<[fact: string, text: string, place: string, message: string]>([
    ["the version is missing", "zones: {}", "1:1", "`version` is missing"],
    ["the version is from the future", "version: 2", "1:10", "`version` must be `1`"],
    ["the file is empty", "", "1:1", "the policy must be a map of keys and values, not empty"],
    ["the file holds text", "version", "1:1", "the policy must be a map of keys and values, not text"],
    ["a key is misspelt", "version: 1\nreveiws: []", "2:1", "unknown key `reveiws`; did you mean `reviews`?"],
    [
      "a key deep inside is misspelt",
      "version: 1\nmaintainers: { e: { users: [a] } }\nreviews:\n  - from: [e]\n    when:\n      themes: access",
      "6:7",
      "unknown key `themes` in `reviews[0].when`; did you mean `theme`?",
    ],
    ["a key is repeated", "version: 1\nrules: {}\nrules: {}", "3:1", "not valid YAML: Map keys must be unique"],
    ["a section is left empty", "version: 1\nrules:", "2:7", "`rules` must be a map of names and values, not empty"],
    [
      "a theme is misspelt",
      "version: 1\nmaintainers: { e: { users: [a] } }\nreviews: [{ from: [e], when: { theme: [access, exposur] } }]",
      "3:48",
      "`reviews[0].when.theme[1]` must be one of exposure, access, connectivity, coverage, control; did you mean `exposure`?",
    ],
    [
      "a single theme is misspelt",
      "version: 1\nmaintainers: { e: { users: [a] } }\nreviews: [{ from: [e], when: { theme: acces } }]",
      "3:39",
      "`reviews[0].when.theme` must be one of exposure, access, connectivity, coverage, control; did you mean `access`?",
    ],
    [
      "no approval is asked for",
      "version: 1\nmaintainers: { e: { users: [a] } }\nreviews: [{ from: [e], approvals: 0 }]",
      "3:35",
      "`reviews[0].approvals` must be at least 1",
    ],
    [
      "the number of approvals is text",
      'version: 1\nmaintainers: { e: { users: [a] } }\nreviews: [{ from: [e], approvals: "2" }]',
      "3:35",
      "`reviews[0].approvals` must be a number, not text",
    ],
    [
      "nobody is asked",
      "version: 1\nreviews: [{ from: [] }]",
      "2:19",
      "`reviews[0].from` must name at least one group of maintainers",
    ],
    [
      "the list of reviews is empty, which would let everything pass",
      "version: 1\nreviews: []",
      "2:10",
      "`reviews` must not be empty; leave it out to ask for the default review",
    ],
    [
      "a group does not exist",
      "version: 1\nmaintainers: { edge: { users: [a] } }\nreviews: [{ from: [egde] }]",
      "3:20",
      "the group of maintainers `egde` does not exist; did you mean `edge`?",
    ],
    [
      "a zone does not exist",
      "version: 1\nmaintainers: { e: { users: [a] } }\nreviews: [{ from: [e], when: { zone: cde } }]",
      "3:38",
      "the zone `cde` does not exist",
    ],
    [
      "an override names an unknown rule",
      "version: 1\nrules:\n  tls-remove: { forbid: true }",
      "3:3",
      "the rule `tls-remove` does not exist; did you mean `tls-removed`?",
    ],
    [
      "a condition names an unknown rule",
      "version: 1\nmaintainers: { e: { users: [a] } }\nreviews: [{ from: [e], when: { rule: [tls-removed, nonsense] } }]",
      "3:52",
      "the rule `nonsense` does not exist",
    ],
    [
      "a waiver names an unknown rule",
      "version: 1\nwaivers: [{ rule: x, resource: a/B/c, until: 2027-01-31, reason: r, approved-by: a }]",
      "2:19",
      "the rule `x` does not exist",
    ],
    [
      "a day does not exist",
      "version: 1\nwaivers: [{ rule: tls-removed, resource: a/B/c, until: 2027-02-30, reason: r, approved-by: a }]",
      "2:56",
      "`waivers[0].until` must be a day that exists, as YYYY-MM-DD",
    ],
    [
      "a waiver is for everything",
      'version: 1\nwaivers: [{ rule: tls-removed, resource: "*", until: 2027-01-31, reason: r, approved-by: a }]',
      "2:42",
      "`waivers[0].resource` must be `namespace/Kind/name`, or `Kind/name` for an object without a namespace",
    ],
    [
      "a waiver has no end",
      "version: 1\nwaivers: [{ rule: tls-removed, resource: a/B/c, reason: r, approved-by: a }]",
      "2:11",
      "`waivers[0].until` is missing",
    ],
    [
      "a group is empty",
      "version: 1\nmaintainers:\n  edge: { teams: [] }",
      "3:9",
      "the group `edge` is empty: nobody could approve for it",
    ],
    [
      "the emergency group is empty",
      "version: 1\napprovals: { emergency: {} }",
      "2:25",
      "the group `emergency` is empty: nobody could approve for it",
    ],
    [
      "a team lacks its organisation",
      "version: 1\nmaintainers: { edge: { teams: [edge] } }",
      "2:32",
      "`maintainers.edge.teams[0]` must be a team written as `organisation/team-slug`",
    ],
    [
      "a login has an @",
      'version: 1\nmaintainers: { edge: { users: ["@bob"] } }',
      "2:32",
      "`maintainers.edge.users[0]` must be a login, without `@`",
    ],
    [
      "more approvals are needed than there are people",
      "version: 1\nmaintainers: { e: { users: [a, A] } }\nreviews: [{ from: [e], approvals: 2 }]",
      "3:35",
      "2 approvals cannot come from 1 named people",
    ],
    [
      "a glob starts with a slash and would match nothing",
      "version: 1\nviews: [{ name: prod, paths: [/clusters/**] }]",
      "2:31",
      "`views[0].paths[0]` must start at the root of the repository, without a leading `/`, `./` or `../`",
    ],
    [
      "a view is defined twice",
      "version: 1\nviews: [{ name: a, paths: [b] }, { name: a, paths: [c] }]",
      "2:42",
      "the view `a` is defined twice",
    ],
    [
      "a zone holds nothing",
      "version: 1\nzones: { cde: { pci: in-scope } }",
      "2:15",
      "the zone `cde` holds no namespaces, labels, hosts or paths",
    ],
    [
      "a caller of a zone is a zone that does not exist",
      'version: 1\nzones: { cde: { namespaces: [payments], callers: [shop, "zone:edg", "zone:*"] }, edge: { paths: [x] } }',
      "2:57",
      "the zone `edg` does not exist; did you mean `edge`?",
    ],
    [
      "a caller is written in another way",
      "version: 1\nzones: { cde: { namespaces: [payments], callers: [shop/Deployment/web] } }",
      "2:51",
      "`zones.cde.callers[0]` must be written as `namespace`, `namespace/workload` or `zone:name`",
    ],
    [
      "a label is none",
      'version: 1\nzones: { cde: { labels: ["=cde"] } }',
      "2:26",
      "`zones.cde.labels[0]` must be a label of namespaces, written as `key=value` or `key`",
    ],
    [
      "a name could be mistaken for something else",
      'version: 1\nzones: { "a b": { paths: [x] } }',
      "2:10",
      "the name `a b` must start with a letter or digit and hold only letters, digits, `.`, `_` and `-`",
    ],
    [
      "a name has a meaning in JavaScript",
      "version: 1\nzones: { __proto__: { paths: [x] } }",
      "2:10",
      "`__proto__` cannot be used as a key",
    ],
    ["an alias leads nowhere", "version: 1\nzones: *nowhere", "2:8", "`*nowhere` names no anchor above it"],
    ["a second document follows", "version: 1\n---\nversion: 1", "2:1", "the file holds more than one document"],
    ["a tag is unknown", "version: !one 1", "1:10", "not valid YAML: Unresolved tag: !one"],
  ])("%s", (_, text, place, message) => {
    expect(problems(text)).toEqual([`${place} ${message}`]);
  });

  test("a key that is no text", () => {
    expect(problems("version: 1\n? { a: b }\n: c")[0]).toMatch(/^2:\d+ not valid YAML: /);
  });

  test("a file that is not YAML", () => {
    expect(problems("version: 1\nzones: { cde: [")[0]).toMatch(/^2:\d+ not valid YAML: /);
  });
});

test("all problems come at once, in the order of the file", () => {
  expect(
    problems(`version: 1
zone: {}
maintainers:
  edge: { teams: [edge], colour: red }
reviews:
  - { approvals: -1, from: [edge, nobody] }
rules: { nonsense: { severity: enormous } }
`),
  ).toEqual([
    "2:1 unknown key `zone`; did you mean `zones`?",
    "4:19 `maintainers.edge.teams[0]` must be a team written as `organisation/team-slug`",
    "4:26 unknown key `colour` in `maintainers.edge`",
    "6:18 `reviews[0].approvals` must be at least 1",
    "6:35 the group of maintainers `nobody` does not exist",
    "7:10 the rule `nonsense` does not exist",
    "7:32 `rules.nonsense.severity` must be one of critical, high, medium, low, info",
  ]);
});

describe("a file cannot exhaust its reader", () => {
  test("by aliases of aliases", () => {
    const levels = Array.from({ length: 30 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}]`);
    expect(problems(["l0: &l0 [x]", ...levels].join("\n"))[0]).toContain("Excessive alias count");
  });

  test("by many aliases", () => {
    expect(problems(`a: &a x\nb: [${"*a,".repeat(2000)}]`)).toEqual(["1:1 the file uses more than 1000 aliases"]);
  });

  test("by an anchor inside itself", () => {
    expect(problems("version: 1\nzones: &z { a: *z }").length).toBeGreaterThan(0);
  });

  test("by its size", () => {
    expect(problems("#".repeat(600_000))).toEqual(["1:1 the file is larger than 512 KiB"]);
  });

  test("by its depth", () => {
    expect(problems("[".repeat(100_000))[0]).toMatch(/YAML/);
  });
});

test("whatever the text, the answer is a policy or at least one problem with a place inside the text", () => {
  const pieces = fc.constantFrom(
    "version: 1",
    "\n",
    "  ",
    "rules:",
    "reviews:",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "from: ",
    "a",
    "*a",
    "&a ",
    "? ",
    "<<: ",
    '"',
    "\t",
    "---",
    "!!x ",
  );
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 25 }), (parts) => {
      const text = parts.join("");
      const result = parsePolicy(text, "p", { knownRules });
      if (result.kind === "policy") return;
      expect(result.problems.length).toBeGreaterThan(0);
      const lines = text.split("\n");
      for (const { line, column } of result.problems) {
        expect(line).toBeLessThanOrEqual(lines.length);
        expect(column).toBeGreaterThanOrEqual(1);
      }
    }),
    { numRuns: 500 },
  );
});

function valid(text: string): Policy {
  const result = parsePolicy(text, "policy.yaml", { knownRules });
  if (result.kind === "invalid") throw new Error(JSON.stringify(result.problems, null, 1));
  return result.policy;
}

function problems(text: string): string[] {
  const result = parsePolicy(text, "policy.yaml", { knownRules });
  if (result.kind === "policy") throw new Error("the policy is valid");
  return result.problems.map(({ line, column, message }) => `${line}:${column} ${message}`);
}
