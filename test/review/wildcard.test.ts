import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { matchesWildcard } from "../../src/analysis/wildcard.ts";

test("a star stands for any text, all else for itself", () => {
  expect(matchesWildcard("team-*", "team-a")).toBe(true);
  expect(matchesWildcard("team-*", "steam-a")).toBe(false);
  expect(matchesWildcard("a.c", "abc")).toBe(false);
});

test("the result is that of the regular expression that the pattern means", () => {
  const letters = fc.string({ unit: fc.constantFrom("a", "b", "*"), maxLength: 8 });
  fc.assert(
    fc.property(letters, letters, (pattern, text) => {
      const expression = new RegExp(`^${pattern.replaceAll("*", "[ab*]*")}$`);
      expect(matchesWildcard(pattern, text)).toBe(expression.test(text));
    }),
    { numRuns: 2000 },
  );
});

test("a hostile text takes no exponential time", () => {
  expect(matchesWildcard(`${"*a".repeat(50)}b`, "a".repeat(20_000))).toBe(false);
});
