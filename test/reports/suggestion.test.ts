import { expect, test } from "@jest/globals";
import { suggestions } from "../../src/reports/suggestion.ts";
import { hostWildcardAdded, samplePlan } from "../support/sample-plan.ts";

const planWith = (lines: readonly string[]) => ({
  ...samplePlan,
  events: [
    {
      ...hostWildcardAdded,
      fix: { text: "List the hosts.", replacement: { file: "a.yaml", startLine: 8, endLine: 8, lines } },
    },
  ],
});

test("an open event with a mechanical fix becomes a suggestion block on its lines", () => {
  const [suggestion, ...more] = suggestions(samplePlan);
  expect(more).toEqual([]);
  expect(suggestion).toMatchObject({ file: "apps/shop/ingress.yaml", startLine: 8, endLine: 8 });
  expect(suggestion?.body).toContain("\n```suggestion\n    - host: shop.example.com\n```");
  expect(suggestion?.body.startsWith(`<!-- gatewarden-suggestion:${hostWildcardAdded.id} -->\n`)).toBe(true);
});

test("lines to delete are an empty block", () => {
  expect(suggestions(planWith([]))[0]?.body).toContain("\n```suggestion\n```");
});

test("a fence in the lines does not end the block", () => {
  expect(suggestions(planWith(["  note: ```"]))[0]?.body).toContain("\n````suggestion\n  note: ```\n````");
});

test.each(["  host: shop\u202e.example", "  a: <!-- b -->", `  a: ${"x".repeat(500)}`])(
  "lines that show something else than they hold are not offered: %j",
  (line) => expect(suggestions(planWith([line]))).toEqual([]),
);

test("what is approved needs no fix", () => {
  expect(suggestions({ ...planWith(["a: b"]), verdict: { ...samplePlan.verdict, demands: [] } })).toEqual([]);
});
