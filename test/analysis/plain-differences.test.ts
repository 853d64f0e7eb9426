import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { differencesOf, samePlain } from "../../src/analysis/plain-differences.ts";
import type { Plain } from "../../src/kubernetes/resource.ts";

test("leaves that differ are named with their path", () => {
  expect(differencesOf({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 }, d: true })).toEqual([
    { path: ["a", "c"], label: ["a", "c"], before: 2, after: 3 },
    { path: ["d"], label: ["d"], before: undefined, after: true },
  ]);
});

test("list items are matched by their names, wherever they stand", () => {
  const before = [
    { name: "a", value: 1 },
    { name: "b", value: 2 },
  ];
  const after = [
    { name: "b", value: 2 },
    { name: "a", value: 3 },
  ];
  expect(differencesOf(before, after)).toEqual([{ path: [1, "value"], label: ["[a]", "value"], before: 1, after: 3 }]);
});

test("an item inserted in front changes no other item", () => {
  expect(differencesOf(["a", "b"], ["new", "a", "b"])).toEqual([
    { path: [0], label: [0], before: undefined, after: "new" },
  ]);
});

test("a mapping that turns into a scalar shows what stood in it", () => {
  const paths = differencesOf({ auth: { enabled: true } }, { auth: false }).map(({ path }) => path.join("."));
  expect(paths).toEqual(["auth", "auth.enabled"]);
});

test("an empty mapping is a leaf of its own", () => {
  expect(differencesOf({}, { podSelector: {} })).toEqual([
    { path: ["podSelector"], label: ["podSelector"], before: undefined, after: {} },
  ]);
});

test("a value equals itself, and an unequal one differs in a leaf or in order", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      expect(differencesOf(a as Plain, structuredClone(a) as Plain)).toEqual([]);
      const differences = differencesOf(a as Plain, b as Plain);
      if (differences.length > 0) expect(samePlain(a as Plain, b as Plain)).toBe(false);
      if (!JSON.stringify([a, b]).includes("[", 1))
        expect(differences.length > 0).toBe(!samePlain(a as Plain, b as Plain));
    }),
  );
});

test("swapping the sides swaps every difference", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.dictionary(fc.string(), fc.jsonValue()), (a, b) => {
      const keys = (list: ReturnType<typeof differencesOf>) => list.length;
      expect(keys(differencesOf(a as Plain, b as Plain))).toBe(keys(differencesOf(b as Plain, a as Plain)));
    }),
  );
});
