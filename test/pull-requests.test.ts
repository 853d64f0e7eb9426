import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { markdown } from "../src/reports/formats/markdown.ts";
import { defaultPolicy } from "../src/review/default-policy.ts";
import { parsePolicy } from "../src/review/parse-policy.ts";
import type { PolicyResult } from "../src/review/policy.ts";
import { reviewPullRequest } from "../src/review-pull-request.ts";
import { allRules } from "../src/rules/all-rules.ts";
import { type MemoryCommit, memoryTree } from "./support/memory-tree.ts";

// Each folder is a pull request: before/ and after/ hold the files, review.md what a maintainer reads.
// UPDATE_REVIEWS=1 rewrites the expectations; read the difference as the product that it is.
const folder = join(import.meta.dirname, "pull-requests");
const policyFile = ".github/gatewarden.yaml";

describe("pull requests, as a maintainer reads them", () => {
  for (const name of readdirSync(folder).sort()) {
    test(name.replaceAll("-", " "), async () => {
      const before = filesOf(join(folder, name, "before"));
      const after = filesOf(join(folder, name, "after"));
      const plan = await reviewPullRequest({
        tree: memoryTree({ before, after }),
        base: "before",
        head: "after",
        policy: policyOf(before),
        codeowners: null,
        approvals: null,
        now: new Date("2026-11-21T17:00:00Z"),
      });
      const review = markdown.render(plan, {});
      const expectation = join(folder, name, "review.md");
      if (process.env.UPDATE_REVIEWS) writeFileSync(expectation, review);
      expect(existsSync(expectation)).toBe(true);
      expect(review).toBe(readFileSync(expectation, "utf8"));
    });
  }
});

function policyOf(before: MemoryCommit): PolicyResult {
  const text = before[policyFile];
  if (typeof text !== "string") return { kind: "policy", policy: defaultPolicy };
  return parsePolicy(text, policyFile, { knownRules: new Set(allRules.map((rule) => rule.id)) });
}

function filesOf(directory: string): MemoryCommit {
  const paths = readdirSync(directory, { recursive: true, encoding: "utf8" }).map((path) => join(directory, path));
  const files = paths.filter((path) => statSync(path).isFile());
  return Object.fromEntries(files.map((path) => [relative(directory, path), readFileSync(path, "utf8")]));
}
