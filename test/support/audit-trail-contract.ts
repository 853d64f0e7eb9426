import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import type { AuditTrail } from "../../src/audit/audit-trail.ts";
import type { AuditEntry, EntryDraft } from "../../src/audit/entry-v1.ts";
import { verifyEntries } from "../../src/audit/verify.ts";

/** One fresh, empty place for a trail. */
export interface OpenTrail {
  readonly trail: AuditTrail;
  /** Opens the same place again, as another process would after a restart. */
  reopen(): Promise<AuditTrail>;
  close(): Promise<void>;
}

/** What every audit backend must do. A backend's test file calls this once per engine. */
export function describeAuditTrail(name: string, open: () => Promise<OpenTrail>): void {
  describe(`${name} keeps an audit trail`, () => {
    let place: OpenTrail;
    beforeEach(async () => {
      place = await open();
    });
    afterEach(async () => {
      await place.close();
    });

    test("an empty trail has no head and no entries", async () => {
      expect(await place.trail.head()).toBeNull();
      expect(await all(place.trail)).toEqual([]);
    });

    test("entries come back in the order of appending, exactly as append returned them", async () => {
      const appended: AuditEntry[] = [];
      for (const number of [1, 2, 3]) appended.push(await place.trail.append(draft(number)));
      expect(appended.map((entry) => entry.sequence)).toEqual([1, 2, 3]);
      expect(await all(place.trail)).toEqual(appended);
      expect(await verifyEntries(place.trail.read())).toMatchObject({ kind: "intact", count: 3 });
    });

    test("the head is the last entry", async () => {
      await place.trail.append(draft(1));
      const last = await place.trail.append(draft(2));
      expect(await place.trail.head()).toEqual({ sequence: 2, hash: last.hash });
    });

    test("appending a key again returns the first entry and records nothing", async () => {
      const first = await place.trail.append(draft(1), "evaluated:7:abc");
      const again = await place.trail.append(draft(2), "evaluated:7:abc");
      expect(again).toEqual(first);
      expect(await all(place.trail)).toEqual([first]);
    });

    test("entries without a key never count as repeated", async () => {
      await place.trail.append(draft(1));
      await place.trail.append(draft(1));
      expect(await all(place.trail)).toHaveLength(2);
    });

    test("concurrent appends form one chain", async () => {
      await Promise.all(Array.from({ length: 20 }, (_, number) => place.trail.append(draft(number))));
      expect(await verifyEntries(place.trail.read())).toMatchObject({ kind: "intact", count: 20 });
    });

    test("concurrent appends of one key record one entry", async () => {
      const entries = await Promise.all(Array.from({ length: 8 }, (_, n) => place.trail.append(draft(n), "same")));
      expect(new Set(entries.map((entry) => entry.hash)).size).toBe(1);
      expect(await all(place.trail)).toHaveLength(1);
    });

    test("reading from a sequence leaves out what comes before it", async () => {
      for (const number of [1, 2, 3]) await place.trail.append(draft(number));
      expect((await all(place.trail, 2)).map((entry) => entry.sequence)).toEqual([2, 3]);
      expect(await all(place.trail, 4)).toEqual([]);
    });

    test("a reopened trail has the same entries, knows the keys and continues the chain", async () => {
      const first = await place.trail.append(draft(1), "first");
      const reopened = await place.reopen();
      expect(await all(reopened)).toEqual([first]);
      expect(await reopened.append(draft(9), "first")).toEqual(first);
      expect(await reopened.append(draft(2))).toMatchObject({ sequence: 2, previous: first.hash });
    });

    test("text survives as it is: quotes, line breaks, emoji, lone surrogates, keys of any name", async () => {
      const details = { 'a "b"\n\u0000': ["🔒", "é", "\ud800", "\u2028"], __proto__x: { deep: [null, 1.5, true] } };
      const entry = await place.trail.append({ ...draft(1), details });
      expect(entry.details).toEqual(details);
      expect(await all(place.trail)).toEqual([entry]);
      expect(await verifyEntries(place.trail.read())).toMatchObject({ kind: "intact", count: 1 });
    });
  });
}

async function all(trail: AuditTrail, from?: number): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  for await (const entry of trail.read(from)) entries.push(entry);
  return entries;
}

function draft(number: number): EntryDraft {
  return {
    kind: "evaluated",
    time: "2026-05-04T10:00:00.000Z",
    repository: "acme/gitops",
    pullRequest: number,
    head: "a".repeat(40),
    base: "b".repeat(40),
    policySha: "default",
    actor: { id: 7, login: "mona" },
    details: { outcome: "pass", events: [] },
  };
}
