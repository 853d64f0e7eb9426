import { describe, expect, test } from "@jest/globals";
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

// Exhaustive: every pair of patterns of up to four characters against every path of up to seven.
test("containment agrees with matching every path of up to seven characters", () => {
  const paths = words(["a", "A", "B", "b", "/"], 6).map((word) => `/${word}`);
  const texts = new Set(words(["a", "B", "/"], 3).map((word) => `/${word}`));
  const kinds = ["exact", "segments", "characters", "caseless"] as const;
  const patterns = [...texts].flatMap((text) => kinds.map((kind) => pathPattern(kind, text)));
  const matched = patterns.map((one) => new Set(paths.filter((path) => pathMatches(one, path))));
  const wrong = patterns.flatMap((inner, i) =>
    patterns.flatMap((outer, j) => {
      const all = [...(matched[i] ?? [])].every((path) => matched[j]?.has(path));
      return pathContained(inner, outer) === all ? [] : [{ inner, outer, all }];
    }),
  );
  expect(wrong).toEqual([]);
});

function words(letters: readonly string[], longest: number): string[] {
  if (longest === 0) return [""];
  return ["", ...letters.flatMap((letter) => words(letters, longest - 1).map((word) => letter + word))];
}
