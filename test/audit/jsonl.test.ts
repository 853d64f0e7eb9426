import { expect, test } from "@jest/globals";
import { fromJsonLines, toJsonLine, UnreadableLine } from "../../src/audit/jsonl.ts";
import { chainOfLength } from "../support/audit-trails.ts";

test("an export reads back as the same entries, however it is cut into chunks", async () => {
  const entries = chainOfLength(3);
  const text = entries.map(toJsonLine).join("");
  expect(await read(text.match(/[\s\S]{1,7}/g) ?? [])).toEqual(entries);
});

test("a last line without a line feed is still a line", async () => {
  const [entry] = chainOfLength(1);
  expect(await read([toJsonLine(entry as never).trimEnd()])).toEqual([entry]);
});

test("a line that is not JSON is a value at its place", async () => {
  const [first, second] = chainOfLength(2).map(toJsonLine);
  const values = await read([`${first}oops\n${second}`]);
  expect(values[1]).toBeInstanceOf(UnreadableLine);
  expect(values).toHaveLength(3);
});

test("a repeated key, which two readers could read differently, is not an entry", async () => {
  expect(await read(['{"a":1,"a":1}\n'])).toEqual([new UnreadableLine("the line is not canonical JSON (RFC 8785)")]);
});

test("an empty line inside an export is not skipped", async () => {
  expect(await read(["{}\n\n{}\n"])).toEqual([{}, expect.any(UnreadableLine), {}]);
});

async function read(chunks: readonly string[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for await (const value of fromJsonLines(chunks)) values.push(value);
  return values;
}
