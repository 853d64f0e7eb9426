import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import {
  type PathPattern,
  pathContained,
  pathMatches,
  pathPattern,
} from "../../../src/analysis/exposure/path-pattern.ts";

const segments = (text: string) => pathPattern("segments", text);
const characters = (text: string) => pathPattern("characters", text);
const caseless = (text: string) => pathPattern("caseless", text);
const exact = (text: string) => pathPattern("exact", text);
const opaque = (text: string) => pathPattern("opaque", text);
const any: PathPattern = { kind: "any" };

describe("one path pattern lies inside another", () => {
  test.each([
    [segments("/foo/"), segments("/foo"), true],
    [exact("/foobar"), segments("/foo"), false],
    [exact("/foobar"), characters("/foo"), true],
    [segments("/foob"), segments("/foo"), false],
    [characters("/foo/"), segments("/foo"), true],
    [characters("/foo"), segments("/foo"), false],
    [segments("/FOO"), caseless("/foo"), true],
    [caseless("/foo"), characters("/foo"), false],
    [segments("/"), any, true],
    [any, segments("/foo"), false],
    [opaque("/f.*"), any, true],
    [opaque("/f.*"), opaque("/f.*"), true],
    [opaque("/f.*"), segments("/foo"), "unknown"],
    [segments("/foo"), opaque("/f.*"), "unknown"],
  ] as const)("%j in %j: %j", (inner, outer, expected) => {
    expect(pathContained(inner, outer)).toBe(expected);
  });

  test("the five readings of one text widen strictly", () => {
    const chain = [exact("/foo"), segments("/foo"), characters("/foo"), caseless("/foo"), any];
    chain.forEach((inner, i) => {
      for (const [j, outer] of chain.entries()) expect(pathContained(inner, outer)).toBe(i <= j);
    });
  });
});

const text = fc
  .array(fc.constantFrom("a", "B", "/"), { maxLength: 3 })
  .map((parts) => `/${parts.join("")}`.replaceAll("//", "/"));
const pattern = fc
  .tuple(fc.constantFrom("exact", "segments", "characters", "caseless"), text)
  .map(([kind, path]) => pathPattern(kind as "exact", path));
const paths = grow("");

function grow(path: string): string[] {
  return path.length > 5
    ? [`/${path}`]
    : [`/${path}`, ...["a", "A", "B", "b", "/"].flatMap((next) => grow(path + next))];
}

test("containment agrees with matching every path of up to seven characters", () => {
  fc.assert(
    fc.property(pattern, pattern, (inner, outer) => {
      const all = paths.every((path) => !pathMatches(inner, path) || pathMatches(outer, path));
      expect(pathContained(inner, outer)).toBe(all);
    }),
    { numRuns: 150 },
  );
});
