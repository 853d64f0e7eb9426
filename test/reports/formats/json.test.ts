import { describe, expect, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import schema from "../../../docs/review-v1.schema.json" with { type: "json" };
import { json } from "../../../src/reports/formats/json.ts";
import { alice, hostilePlan, invalidPolicyPlan, quietPlan, samplePlan } from "../../support/sample-plan.ts";

const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

describe("gatewarden.review/v1", () => {
  test.each([
    ["a quiet pull request", quietPlan],
    ["one that needs a review", samplePlan],
    ["one under a broken policy", invalidPolicyPlan],
    [
      "one with an override",
      { ...samplePlan, verdict: { ...samplePlan.verdict, override: { by: alice, reason: "r", expiresAt: "t" } } },
    ],
    ["one with hostile text", hostilePlan("</script>\u202e\u001b[31m")],
  ])("fits its schema: %s", (_, plan) => {
    validate(JSON.parse(json.render(plan, {})));
    expect(validate.errors).toBeNull();
  });

  test("has what the contract promises, in this order", () => {
    const review = JSON.parse(json.render(samplePlan, {}));
    expect(Object.keys(review)).toEqual([
      "schema",
      "base",
      "head",
      "policy",
      "verdict",
      "events",
      "skipped",
      "review",
      "stats",
    ]);
    expect(review).toMatchObject({
      schema: "gatewarden.review/v1",
      verdict: "needs-review",
      base: samplePlan.base,
      head: samplePlan.head,
    });
    expect(review.events[2]).toMatchObject({
      rule: "host-wildcard-added",
      theme: "exposure",
      direction: "widened",
      severity: "high",
      resource: { view: "", apiVersion: "networking.k8s.io/v1", kind: "Ingress", namespace: "shop", name: "shop" },
      locations: [{ path: "apps/shop/ingress.yaml", line: 8, endLine: 8, column: 13, side: "after" }],
      before: "shop.example.com",
      after: "*.shop.example.com",
      pci: ["1.2.5", "2.2.4"],
    });
    expect(review.skipped[1]).toEqual({ path: "charts/web/templates/ingress.yaml", reason: "template of a chart" });
  });

  test("does not depend on the order in which events were found", () => {
    const reversed = { ...samplePlan, events: samplePlan.events.toReversed() };
    expect(json.render(reversed, {})).toBe(json.render(samplePlan, {}));
  });

  test("keeps every text as it is, in characters that no terminal and no log acts on", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const rendered = json.render(hostilePlan(`##[error]${text}`), {});
        expect(JSON.parse(rendered).events[0].after).toEqual({ hosts: [`##[error]${text}`] });
        expect(rendered.replaceAll("\n", "")).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]|##\[/u);
      }),
    );
  });
});
