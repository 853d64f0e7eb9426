import { describe, expect, test } from "@jest/globals";
import { changedFiles } from "../../src/kubernetes/changed-files.ts";
import type { Location, Side } from "../../src/kubernetes/location.ts";
import { touchedLines } from "../../src/kubernetes/touched-lines.ts";
import { type MemoryCommit, memoryTree } from "../support/memory-tree.ts";

async function touched(before: MemoryCommit, after: MemoryCommit, file: string, side: Side, files = [file]) {
  const tree = memoryTree({ before, after });
  const [left, right] = await Promise.all(
    ["before", "after"].map(async (commit) => new Map((await tree.list(commit)).map((entry) => [entry.path, entry]))),
  );
  const lines = await touchedLines(tree, changedFiles(left ?? new Map(), right ?? new Map()), files);
  const at = (line: number): Location => ({ file, side, line, endLine: line, column: 1, endColumn: 1, text: "" });
  return [1, 2, 3, 4, 5].filter((line) => lines.touches(at(line)));
}

describe("touched lines", () => {
  const before = { "a.yaml": "1\n2\n3\n4\n5\n" };

  test("are those that differ, on the side they stand on", async () => {
    const after = { "a.yaml": "1\nnew\n2\n3\nfour\n5\n" };
    expect(await touched(before, after, "a.yaml", "before")).toEqual([4]);
    expect(await touched(before, after, "a.yaml", "after")).toEqual([2, 5]);
  });

  test("a deletion touches nothing on the side that lost the line", async () => {
    const after = { "a.yaml": "1\n2\n4\n5\n" };
    expect(await touched(before, after, "a.yaml", "before")).toEqual([3]);
    expect(await touched(before, after, "a.yaml", "after")).toEqual([]);
  });

  test("at the start, at the end and without a line break at the end", async () => {
    expect(await touched(before, { "a.yaml": "0\n1\n2\n3\n4\nfive" }, "a.yaml", "after")).toEqual([1]);
    expect(await touched(before, { "a.yaml": "1\n2\n3\n4\n5" }, "a.yaml", "after")).toEqual([5]);
  });

  test("an added and a deleted file are touched everywhere", async () => {
    expect(await touched({}, before, "a.yaml", "after")).toEqual([1, 2, 3, 4, 5]);
    expect(await touched(before, {}, "a.yaml", "before")).toEqual([1, 2, 3, 4, 5]);
  });

  test("a file that only moved is touched nowhere", async () => {
    const after = { "b.yaml": "1\n2\n3\n4\n5\n" };
    expect(await touched(before, after, "b.yaml", "after")).toEqual([]);
    expect(await touched(before, after, "a.yaml", "before")).toEqual([]);
  });

  test("a copy is an added file", async () => {
    expect(await touched(before, { ...before, "b.yaml": "1\n2\n3\n4\n5\n" }, "b.yaml", "after")).toEqual([
      1, 2, 3, 4, 5,
    ]);
  });

  test("only the named files are compared", async () => {
    expect(await touched(before, { "a.yaml": "x\n" }, "a.yaml", "after", [])).toEqual([]);
  });

  test("two texts that share nothing count as touched everywhere", async () => {
    const text = (word: string) => Array.from({ length: 15_000 }, (_, i) => `${word}${i}\n`).join("");
    const begin = performance.now();
    expect(await touched({ "a.yaml": text("a") }, { "a.yaml": text("b") }, "a.yaml", "after")).toEqual([1, 2, 3, 4, 5]);
    expect(performance.now() - begin).toBeLessThan(10_000);
  });
});
