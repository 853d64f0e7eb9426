import { expect, test } from "@jest/globals";
import type { EntryDraft } from "../../src/audit/entry-v1.ts";
import { verifyEntries } from "../../src/audit/verify.ts";
import { databaseAuditTrail } from "../../src/storage/audit-trail.ts";
import { describeAuditTrail } from "../support/audit-trail-contract.ts";
import { describeOnBothEngines } from "./engines.ts";

const draft: EntryDraft = {
  kind: "evaluated",
  time: "2026-05-04T10:00:00.000Z",
  repository: "acme/shop",
  pullRequest: 7,
  head: null,
  base: null,
  policySha: null,
  actor: null,
  details: {},
};

describeOnBothEngines("the database", (open, engine) => {
  describeAuditTrail(engine, async () => {
    const database = await open();
    return {
      trail: databaseAuditTrail(database.db),
      reopen: async () => databaseAuditTrail((await open(database)).db),
      close: async () => {},
    };
  });

  // SQLite has one writing process, and its driver would wait for itself here.
  if (engine === "postgres")
    test("two processes that append at once write one chain", async () => {
      const first = await open();
      const second = await open(first);
      const append = (index: number) => databaseAuditTrail((index % 2 ? first : second).db).append(draft);
      await Promise.all(Array.from({ length: 20 }, (_, index) => append(index)));
      expect(await verifyEntries(databaseAuditTrail(first.db).read())).toMatchObject({ kind: "intact", count: 20 });
    });
});
