import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { github } from "../../../src/reports/formats/github.ts";
import { defaultDenyRemoved, hostilePlan, noVerdict, quietPlan, samplePlan } from "../../support/sample-plan.ts";

describe("workflow commands", () => {
  const lines = github.render(samplePlan, {}).split("\n");

  test("mark a line with severity, title and message", () => {
    expect(lines[0]).toBe(
      "::error file=clusters/base/rbac.yaml,line=14,endLine=14,col=3,endColumn=21,title=Someone gets full control of the cluster (critical)" +
        "::Group oncall may do everything in the whole cluster%0A%0AWhy it matters: Whoever is in the group can read every secret, run anything on every node and grant themselves more." +
        "%0A%0AWhat to do: Bind a role that lists only what the group needs, in the namespaces where it needs it.",
    );
  });

  test("close with the verdict", () => {
    expect(lines.at(-2)).toBe(
      "gatewarden: needs review: 3 security events need a review. Needs 1 approval from edge (@acme/edge) for 2 events; 2 approvals from security (@acme/security, @alice) for 1 event",
    );
  });

  test("say so when an event has no line to mark", () => {
    const verdict = { ...noVerdict, forbidden: [defaultDenyRemoved.id], outcome: "blocked" as const };
    expect(github.render({ ...quietPlan, events: [defaultDenyRemoved], verdict }, {})).toMatch(
      /^gatewarden: 1 event without a line at the head to mark/,
    );
  });

  test("are exactly one line per event that is marked, whatever the manifests say", () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom("\n::error::x", "\r", "%0A", "::stop-commands::x", "##[add-mask]x", "\u2028", ","),
        fc.string({ unit: "binary" }),
      ),
    );
    fc.assert(
      fc.property(hostile, (parts) => {
        const lines = github.render(hostilePlan(parts.join("")), {}).split(/\r|\n/);
        expect(lines.map((line) => line.slice(0, 8))).toEqual(
          ["::error ", "::notice", "gatewar", ""].map((s) => (s === "gatewar" ? "gateward" : s)),
        );
        expect(lines.join("\n")).not.toContain("##[");
      }),
    );
  });

  test("have properties that end where they should", () => {
    const [line] = github.render(hostilePlan("a,line=1::b%"), {}).split("\n");
    expect(line).toContain("file=a%2Cline=1%3A%3Ab%25,line=1,");
  });
});
