import { expect, test } from "@jest/globals";
import { markdown } from "../../../src/reports/formats/markdown.ts";
import { stickyComment } from "../../../src/reports/sticky-comment.ts";
import { samplePlan } from "../../support/sample-plan.ts";

test("is the comment of the pull request without the marker by which the App finds it", () => {
  const text = markdown.render(samplePlan, {});
  expect(text).toMatch(/^### ✋ 3 security events need a review\n/);
  expect(stickyComment(samplePlan, { marker: "gatewarden:1" })).toBe(`<!-- gatewarden:1 -->\n${text}`);
});
