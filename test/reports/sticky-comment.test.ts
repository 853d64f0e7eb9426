import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stickyComment } from "../../src/reports/sticky-comment.ts";
import { tagsOf, withoutCode } from "../support/read-markdown.ts";
import {
  alice,
  clusterAdminGranted,
  demand,
  hostilePlan,
  hostWildcardAdded,
  invalidPolicyPlan,
  noVerdict,
  quietPlan,
  sampleEvent,
  samplePlan,
} from "../support/sample-plan.ts";

const context = { marker: "gatewarden:acme/shop#12", checkUrl: "https://github.com/acme/shop/runs/7" };

const withReplacement = (startLine: number, endLine: number, lines: readonly string[]) => ({
  ...samplePlan,
  events: [
    {
      ...hostWildcardAdded,
      fix: { text: "Restore the annotation.", replacement: { file: "shop.yaml", startLine, endLine, lines } },
    },
  ],
});

describe("the lines that mend it", () => {
  test("are shown as they should be", () => {
    expect(stickyComment(withReplacement(7, 8, ["  a: b"]), context)).toContain(
      "Restore the annotation. In `shop.yaml`, lines 7 to 8:\n\n```yaml\n  a: b\n```",
    );
  });
  test("are deleted where nothing stands instead of them", () => {
    expect(stickyComment(withReplacement(7, 8, []), context)).toContain("In `shop.yaml`, delete lines 7 to 8.\n");
    expect(stickyComment(withReplacement(7, 7, []), context)).toContain("In `shop.yaml`, delete line 7.\n");
  });
  test("are not all shown where they are many, and that is said", () => {
    const many = Array.from({ length: 30 }, (_, index) => `  a${index}: b`);
    expect(stickyComment(withReplacement(7, 8, many), context)).toContain("lines 7 to 8 (the first 20 of 30 lines):\n");
  });
});

describe("the first screen of the comment", () => {
  test("says what happens, where, who must approve and how", () => {
    const [first] = stickyComment(samplePlan, context).split("**Why, and what to do**");
    expect(first).toBe(
      `<!-- gatewarden:acme/shop#12 -->
### ✋ 3 security events need a review

| Severity | What happens | Where |
|:--|:--|:--|
| 🔴&nbsp;critical | Group oncall may do everything in the whole cluster | \`clusters/base/rbac.yaml:14\` |
| 🟠&nbsp;high | \`shop.example.com/admin\` can be reached from every address, no longer only from \`10.0.0.0/8\` | \`apps/shop/ingress.yaml:6 (before)\` |
| 🟠&nbsp;high | Every host under \`shop.example.com\` becomes public, served by \`shop/web:80\` | \`apps/shop/ingress.yaml:8\` |

**Who must approve**

- ⬜ 1 approval from edge (\`@acme/edge\`): missing for 2 events
- ⬜ 2 approvals from security (\`@acme/security\`, \`@alice\`): missing for 1 event; so far approved by \`alice\`
- ✅ 1 approval from platform (\`@acme/platform\`): approved by \`bob\`

**Reviews that do not count as approval**

- mallory is not among the people who must approve.
- An approval by a deleted account does not count.

**How to approve:** submit an approving review of this pull request. \`/gatewarden recheck\` evaluates once more.

`,
    );
  });

  test("is short when nothing needs a review", () => {
    expect(stickyComment(quietPlan, { marker: "gatewarden:1" })).toBe(
      `<!-- gatewarden:1 -->
### ✅ Nothing to review

Nothing in this pull request changes who can reach a service or who may do what in a way that needs a review.

<sub>\`2e2e2e2\` compared with \`1f1f1f1\` · policy \`9c9c9c9\` · 3 changed files, 214 manifests</sub>
`,
    );
  });

  test("names the line of a broken policy, and still shows what it could not judge", () => {
    const comment = stickyComment(invalidPolicyPlan, context);
    expect(comment).toContain("### ⛔ Blocked: the policy cannot be applied");
    expect(comment).toContain('- `.github/gatewarden.yaml:4:3`: unknown key "reviewz"');
    expect(comment).toContain("| 🔴&nbsp;critical | Group oncall");
  });

  test("does not let an emergency override be overlooked", () => {
    const override = { by: alice, reason: "checkout is down", expiresAt: "2026-11-20T20:00:00Z" };
    const comment = stickyComment(
      { ...samplePlan, verdict: { ...samplePlan.verdict, outcome: "pass", override } },
      context,
    );
    expect(comment).toContain("🚨 **Emergency override** by `alice` until `2026-11-20T20:00:00Z`, for this head only.");
  });

  test("says that nobody can approve a forbidden event", () => {
    const verdict = {
      ...noVerdict,
      outcome: "blocked" as const,
      summary: "Forbidden",
      forbidden: [hostWildcardAdded.id],
    };
    const comment = stickyComment({ ...quietPlan, events: [hostWildcardAdded], verdict }, context);
    expect(comment).toContain("### ⛔ Blocked: the policy forbids 1 security event");
    expect(comment).toContain("served by `shop/web:80` **Forbidden by the policy.**");
  });
});

describe("the folded part of the comment", () => {
  const comment = stickyComment(samplePlan, context);

  test("gives the reason, the remedy and the values of an event", () => {
    expect(
      comment,
    ).toContain(`**What to do:** List the hosts that the service needs. In \`apps/shop/ingress.yaml\`, line 8:

\`\`\`yaml
    - host: shop.example.com
\`\`\`

**Before → after:** \`shop.example.com\` → \`*.shop.example.com\`
`);
  });

  test("keeps narrowing as evidence, without asking for anything", () => {
    expect(comment).toContain(`<details><summary>For the record, nothing to do (1)</summary>

- narrowed: Service account \`ci/deployer\` may no longer delete deployments in shop (`);
  });

  test("lists what could not be read", () => {
    expect(comment).toContain("- `charts/web/templates/ingress.yaml`: template of a chart");
  });
});

describe("a comment of any size", () => {
  const many = Array.from({ length: 3000 }, (_, index) => {
    const id = index.toString(16).padStart(64, "0");
    return sampleEvent({ id, message: `${"ü".repeat(60)}${index}.example.com becomes public` });
  });
  const ids = many.map(({ id }) => id);
  const plan = {
    ...samplePlan,
    events: [...many, clusterAdminGranted],
    verdict: {
      ...samplePlan.verdict,
      demands: [
        demand({
          id: "0",
          label: "1 approval from edge",
          eventIds: ids,
          openEventIds: [...ids, clusterAdminGranted.id],
        }),
      ],
    },
    skipped: Array.from({ length: 3000 }, (_, index) => ({ path: `charts/${index}.yaml`, reason: "template" })),
  };
  const comment = stickyComment(plan, context);

  test("has at most 60,000 bytes", () => {
    expect(Buffer.byteLength(comment)).toBeLessThanOrEqual(60_000);
    expect(Buffer.byteLength(comment)).toBeGreaterThan(50_000);
  });

  test("shows the most severe first and says how many are missing", () => {
    expect(comment).toMatch(/\|:--\|\n\| 🔴&nbsp;critical \| Group oncall/);
    expect(comment).toContain("and 2976 more events: see the check");
    expect(comment).toMatch(/and 29\d\d more events: see the check\n\n<details><summary>3000 files/);
    expect(comment).toMatch(/- and 29\d\d more files/);
  });

  test("closes every fold, and keeps who must approve and the footer", () => {
    expect(tagsOf(comment).filter((tag) => tag === "<details>")).toHaveLength(
      tagsOf(comment).filter((tag) => tag === "</details>").length,
    );
    expect(comment).toContain("- ⬜ 1 approval from edge: missing for 3001 events");
    expect(comment).toMatch(/\[check\]\(https:\/\/github\.com\/acme\/shop\/runs\/7\)<\/sub>\n$/);
  });
});

describe("a comment about hostile manifests", () => {
  const parts = fc.constantFrom(
    ..."@acme/all|#1|</details>|<!-- gatewarden:acme/shop#12 -->|`|```|\n\n# h|\n- |<img src=x>|![x](http://x.y)|\u202e|~~~".split(
      "|",
    ),
    "|",
    " ",
    "\n",
    "x".repeat(12_000),
  );
  const text = fc
    .array(fc.oneof(parts, fc.string({ unit: "binary" })), { minLength: 1, maxLength: 8 })
    .map((all) => all.join(""));

  test("has the same markup as one about harmless manifests", () => {
    const expected = tagsOf(stickyComment(hostilePlan("x"), context));
    fc.assert(
      fc.property(text, (hostile) => {
        const tags = tagsOf(stickyComment(hostilePlan(hostile), context)).filter((tag) => tag !== "<br>");
        expect(tags).toEqual(expected);
      }),
    );
  });

  test("mentions nobody, links nothing and forges no marker", () => {
    fc.assert(
      fc.property(text, (hostile) => {
        const comment = stickyComment(hostilePlan(hostile), { marker: context.marker });
        expect(withoutCode(comment).slice(context.marker.length + 10)).not.toMatch(/@|#\d|\]\(|:\/\/|<!--/);
        expect(comment.split("<!--")).toHaveLength(2);
      }),
    );
  });

  test("an address that is none becomes no link", () => {
    expect(stickyComment(quietPlan, { marker: "m", detailsUrl: "javascript:alert(1)" })).not.toContain("javascript");
    expect(stickyComment(quietPlan, { marker: "m", detailsUrl: "https://x.y/a)[b](c" })).toContain(
      "[details](https://x.y/a%29%5Bb%5D%28c)",
    );
  });
});
