import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { formatWorkKey, parseWorkKey, type WorkKey } from "../../src/github/work-key.ts";

const name = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,20}$/);
const at = fc.record({ installation: fc.nat(), owner: name, repo: name });
const text = fc.string({ minLength: 1 });
const keys: fc.Arbitrary<WorkKey> = fc.oneof(
  fc.record({ kind: fc.constant("installation" as const), installation: fc.nat() }),
  at.map((where) => ({ kind: "repository" as const, ...where })),
  fc.tuple(at, text).map(([where, branch]) => ({ kind: "branch" as const, ...where, branch })),
  fc.tuple(at, text).map(([where, head]) => ({ kind: "head" as const, ...where, head })),
  fc.tuple(at, fc.nat()).map(([where, number]) => ({ kind: "pull-request" as const, ...where, number })),
);

test("every key is read back as it was written", () => {
  fc.assert(fc.property(keys, (key) => expect(parseWorkKey(formatWorkKey(key))).toEqual(key)));
});

test("a branch may be called like another key", () => {
  const key = { kind: "branch", installation: 1, owner: "acme", repo: "shop", branch: "a#7!b@c/d" } as const;
  expect(formatWorkKey(key)).toBe("1/acme/shop@a#7!b@c/d");
  expect(parseWorkKey("1/acme/shop@a#7!b@c/d")).toEqual(key);
});

test("anything else is refused", () => {
  expect(() => parseWorkKey("acme/shop#7")).toThrow("not a work key");
});
