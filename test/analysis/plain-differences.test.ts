import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type Difference, differencesOf, samePlain } from "../../src/analysis/plain-differences.ts";
import type { Plain } from "../../src/kubernetes/resource.ts";

test("leaves that differ are named with their path", () => {
  expect(leaves({ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 }, d: true })).toEqual([
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
  expect(leaves(before, after)).toEqual([{ path: [1, "value"], label: ["[a]", "value"], before: 1, after: 3 }]);
});

test("an item inserted in front changes no other item", () => {
  expect(leaves(["a", "b"], ["new", "a", "b"])).toEqual([{ path: [0], label: [0], before: undefined, after: "new" }]);
});

test("an item inserted in front, while the others change a little, is the only new one", () => {
  const run = (name: string, annotation?: string) => ({
    ...(annotation ? { annotations: { a: annotation } } : {}),
    spec: { task: name, account: "ci" },
  });
  const found = leaves([run("lint"), run("build")], [run("scan", "x"), run("lint", "x"), run("build", "x")]);
  expect(found.map(({ path, before, after }) => [path.join("."), before, after])).toEqual([
    ["1.annotations.a", undefined, "x"],
    ["2.annotations.a", undefined, "x"],
    ["0.annotations.a", undefined, "x"],
    ["0.spec.task", undefined, "scan"],
    ["0.spec.account", undefined, "ci"],
  ]);
});

test("objects that only have a generateName are matched by it", () => {
  const run = (generateName: string, account: string) => ({ kind: "PipelineRun", metadata: { generateName }, account });
  expect(leaves([run("a-", "x"), run("b-", "y")], [run("b-", "y"), run("a-", "z")])).toEqual([
    { path: [1, "account"], label: ["[a-]", "account"], before: "x", after: "z" },
  ]);
});

test("a leaf knows what stands around it on both sides", () => {
  const [leaf] = differencesOf({ ingress: { enabled: true, host: "a" } }, { ingress: { enabled: false, host: "a" } });
  expect(leaf?.around?.map(({ key }) => key)).toEqual(["ingress", "enabled"]);
  expect(leaf?.around?.[1]).toMatchObject({ before: { enabled: true }, after: { enabled: false } });
});

test("a mapping that turns into a scalar shows what stood in it", () => {
  const paths = differencesOf({ auth: { enabled: true } }, { auth: false }).map(({ path }) => path.join("."));
  expect(paths).toEqual(["auth", "auth.enabled"]);
});

test("an empty mapping is a leaf of its own", () => {
  expect(leaves({}, { podSelector: {} })).toEqual([
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

function leaves(before: Plain, after: Plain): readonly Difference[] {
  return differencesOf(before, after).map(({ around: _, ...leaf }) => leaf);
}
