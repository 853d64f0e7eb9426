import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { hashOf, seal } from "../../src/audit/chain.ts";
import type { AuditEntry } from "../../src/audit/entry-v1.ts";
import { fromJsonLines, toJsonLine } from "../../src/audit/jsonl.ts";
import { verifyEntries } from "../../src/audit/verify.ts";
import { auditDraft, chainOf, chainOfLength } from "../support/audit-trails.ts";

test("an untouched trail is intact, up to its head", async () => {
  const entries = chainOfLength(4);
  expect(await verifyEntries(entries)).toEqual({ kind: "intact", count: 4, head: headOf(entries), notes: [] });
});

test("an empty trail is intact", async () => {
  expect(await verifyEntries([])).toEqual({ kind: "intact", count: 0, head: null, notes: [] });
});

describe("tampering inside a trail names the first bad entry", () => {
  test("any changed byte of an export", async () => {
    const lines = chainOfLength(4).map((entry) => Buffer.from(toJsonLine(entry)));
    const place = fc
      .nat(lines.length - 1)
      .chain((line) =>
        fc.tuple(fc.constant(line), fc.nat((lines[line]?.length ?? 1) - 1), fc.integer({ min: 1, max: 255 })),
      );
    await fc.assert(
      fc.asyncProperty(place, async ([line, offset, flip]) => {
        const copy = lines.map((bytes) => Buffer.from(bytes));
        const target = copy[line] as Buffer;
        target[offset] = (target[offset] as number) ^ flip;
        expect(await verifyEntries(fromJsonLines([Buffer.concat(copy).toString("utf8")]))).toMatchObject({
          kind: "broken",
          at: line + 1,
        });
      }),
      { numRuns: 1000 },
    );
  });

  test("a dropped entry", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(3), async (index) => {
        const entries = chainOfLength(5).toSpliced(index, 1);
        expect(await verifyEntries(entries)).toMatchObject({
          kind: "broken",
          at: index + 1,
          problem: "wrong-sequence",
        });
      }),
    );
  });

  test("two entries that changed places", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), fc.nat(4), async (one, other) => {
        fc.pre(one !== other);
        const entries = chainOfLength(5);
        const moved = entries.with(one, entries[other] as AuditEntry).with(other, entries[one] as AuditEntry);
        const at = Math.min(one, other) + 1;
        expect(await verifyEntries(moved)).toMatchObject({ kind: "broken", at, problem: "wrong-sequence" });
      }),
    );
  });

  test("a repeated entry", async () => {
    const entries = chainOfLength(3);
    const repeated = entries.toSpliced(1, 0, entries[1] as AuditEntry);
    expect(await verifyEntries(repeated)).toMatchObject({ kind: "broken", at: 3, problem: "wrong-sequence" });
  });

  test("an edit whose hash was not renewed", async () => {
    const entries = chainOfLength(3);
    const edited = entries.with(1, { ...(entries[1] as AuditEntry), actor: { id: 8, login: "eve" } });
    expect(await verifyEntries(edited)).toMatchObject({ kind: "broken", at: 2, problem: "wrong-hash" });
  });

  test("an edit whose hash was renewed no longer fits the entry after it", async () => {
    const entries = chainOfLength(3);
    const { hash: _, ...unsealed } = { ...(entries[1] as AuditEntry), actor: { id: 8, login: "eve" } };
    const edited = entries.with(1, { ...unsealed, hash: hashOf(unsealed) });
    expect(await verifyEntries(edited)).toMatchObject({ kind: "broken", at: 3, problem: "wrong-previous" });
  });

  test("an entry of another version", async () => {
    const [entry] = chainOfLength(1);
    expect(await verifyEntries([{ ...entry, version: 2 }])).toMatchObject({ at: 1, problem: "wrong-version" });
  });

  test.each([
    ["a field is missing", { hash: undefined }],
    ["a field is added", { note: "harmless" }],
    ["the time has no milliseconds", { time: "2026-05-04T10:00:00Z" }],
    ["the day does not exist", { time: "2026-02-30T10:00:00.000Z" }],
    ["the sequence is text", { sequence: "1" }],
    ["the actor is a name", { actor: "mona" }],
  ])("an entry in which %s", async (_, change) => {
    const entry = JSON.parse(JSON.stringify({ ...chainOfLength(1)[0], ...change }));
    expect(await verifyEntries([entry])).toMatchObject({ kind: "broken", at: 1, problem: "malformed" });
  });

  test("something that is no entry at all", async () => {
    for (const value of [null, 1, "x", [], undefined])
      expect(await verifyEntries([value])).toMatchObject({ kind: "broken", at: 1, problem: "malformed" });
  });

  test("details nested so deeply that they have no canonical form", async () => {
    let details: unknown = [];
    for (let depth = 0; depth < 100_000; depth += 1) details = [details];
    const entry = { ...chainOfLength(1)[0], details };
    expect(await verifyEntries([entry])).toMatchObject({ kind: "broken", at: 1, problem: "wrong-hash" });
  });
});

describe("what the chain alone cannot show, a head quoted outside the store does", () => {
  test("a cut tail verifies as intact without the head, and is named with it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), async (kept) => {
        const entries = chainOfLength(5);
        const cut = entries.slice(0, kept);
        expect(await verifyEntries(cut)).toMatchObject({ kind: "intact", count: kept });
        expect(await verifyEntries(cut, headOf(entries))).toMatchObject({
          kind: "broken",
          at: kept + 1,
          problem: "tail-cut-off",
        });
      }),
    );
  });

  test("a trail written anew from some entry on verifies as intact without the head, and is named with it", async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(4), async (from) => {
        const honest = chainOfLength(5);
        const forged = honest.slice(0, from);
        while (forged.length < 5) forged.push(seal(auditDraft({ details: "nothing to see" }), forged.at(-1) ?? null));
        expect(await verifyEntries(forged)).toMatchObject({ kind: "intact", count: 5 });
        expect(await verifyEntries(forged, headOf(honest))).toMatchObject({
          kind: "broken",
          at: 5,
          problem: "rewritten",
        });
      }),
    );
  });

  test("a trail that has grown since the head was quoted is intact", async () => {
    const entries = chainOfLength(5);
    expect(await verifyEntries(entries, headOf(entries.slice(0, 3)))).toMatchObject({ kind: "intact", count: 5 });
  });
});

test("a clock that went backwards is noted, not refused", async () => {
  const entries = chainOf([
    auditDraft({ time: "2026-05-04T10:00:00.000Z" }),
    auditDraft({ time: "2026-05-04T09:59:59.999Z" }),
  ]);
  expect(await verifyEntries(entries)).toMatchObject({
    kind: "intact",
    notes: [{ at: 2, message: "Entry 2 is dated before entry 1: the clock went backwards." }],
  });
});

function headOf(entries: readonly AuditEntry[]) {
  const last = entries.at(-1) as AuditEntry;
  return { sequence: last.sequence, hash: last.hash };
}
