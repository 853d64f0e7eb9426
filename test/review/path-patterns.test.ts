import { describe, expect, test } from "@jest/globals";
import { globProblem, matchesPath } from "../../src/analysis/path-patterns.ts";

test("a glob matches files, hidden ones too", () => {
  expect(matchesPath(["clusters/prod/**"], "clusters/prod/.flux/a.yaml")).toBe(true);
  expect(matchesPath(["clusters/prod/**"], "clusters/staging/a.yaml")).toBe(false);
  expect(matchesPath([], "a.yaml")).toBe(false);
});

describe("a glob that would never match is refused", () => {
  test.each(["", "/clusters/**", "./clusters/**", "../x", "!clusters/**", "clusters/prod/"])("%j", (glob) => {
    expect(globProblem(glob)).toBeDefined();
  });

  test("one that is too long to compile is refused too", () => {
    expect(globProblem("a".repeat(70_000))).toMatch(/^is not a glob: /);
  });

  test("others are fine", () => {
    expect(["**", "a/{b,c}/*.yaml", ".github/**"].map(globProblem)).toEqual([undefined, undefined, undefined]);
  });
});
