import { expect, test } from "@jest/globals";
import { type Sibling, strictestOutput } from "../../src/github/same-head.ts";
import type { CheckRunOutput } from "../../src/reports/check-run.ts";

const output = (conclusion: CheckRunOutput["conclusion"]): CheckRunOutput => ({
  conclusion,
  title: "Nothing to review",
  summary: "All is well.",
  text: "",
  annotations: [],
});
const sibling = (conclusion: CheckRunOutput["conclusion"] | null): Sibling => ({
  number: 12,
  baseRef: "main",
  verdict: conclusion && { conclusion, summary: "Needs @acme/edge" },
});

test("a head of one pull request keeps its verdict", () => {
  expect(strictestOutput(output("success"), [])).toEqual(output("success"));
});

test.each([
  ["success", "action_required", "action_required"],
  ["action_required", "failure", "failure"],
  ["failure", "success", "failure"],
  ["success", "success", "success"],
  ["success", null, "action_required"],
] as const)("own %s and other %s is %s", (own, other, strictest) => {
  expect(strictestOutput(output(own), [sibling(other)]).conclusion).toBe(strictest);
});

test("the other pull request is named, without mentioning anybody", () => {
  const { title, summary } = strictestOutput(output("success"), [sibling("action_required")]);
  expect(title).toBe("Held back by #12: same commit. Nothing to review");
  expect(summary).toContain("#12 into `main`");
  expect(summary).not.toContain(" @acme");
});

test("the summary stays within GitHub's limit", () => {
  const long = { ...output("success"), summary: "ä".repeat(40_000).slice(0, 32_700) };
  const { summary } = strictestOutput(
    long,
    Array.from({ length: 50 }, () => sibling("failure")),
  );
  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(65_535);
  expect(summary).toContain("and 30 more");
});
