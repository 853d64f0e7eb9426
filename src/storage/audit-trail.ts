import type { Kysely, Transaction } from "kysely";
import type { AuditTrail } from "../audit/audit-trail.ts";
import { seal } from "../audit/chain.ts";
import type { AuditEntry, EntryDraft } from "../audit/entry-v1.ts";
import type { Schema } from "./schema.ts";

/** The audit trail in the database: one row per entry, and one row that names the head of the chain. */
export function databaseAuditTrail(db: Kysely<Schema>): AuditTrail {
  return {
    append: (draft, key) => db.transaction().execute((transaction) => append(transaction, draft, key ?? null)),
    read: (from = 1) => read(db, from),
    async head() {
      const { sequence, hash } = await headRow(db);
      return sequence === 0 ? null : { sequence, hash };
    },
  };
}

async function append(db: Transaction<Schema>, draft: EntryDraft, key: string | null): Promise<AuditEntry> {
  // Writing first takes the row (PostgreSQL) or the write lock (SQLite): nobody appends between our read and our write.
  await db.updateTable("audit_head").set({ id: 1 }).where("id", "=", 1).execute();
  const repeated = key === null ? undefined : await entryWithKey(db, key);
  if (repeated) return repeated;

  const head = await headRow(db);
  const entry = seal(draft, head.sequence === 0 ? null : head);
  await db
    .insertInto("audit_entry")
    .values({ sequence: entry.sequence, key, entry: JSON.stringify(entry) })
    .execute();
  const advanced = await db
    .updateTable("audit_head")
    .set({ sequence: entry.sequence, hash: entry.hash })
    .where("id", "=", 1)
    .where("sequence", "=", head.sequence)
    .where("hash", "=", head.hash)
    .executeTakeFirst();
  if (Number(advanced.numUpdatedRows) !== 1) throw new Error("The head of the audit trail moved during an append.");
  return entry;
}

async function* read(db: Kysely<Schema>, from: number): AsyncIterable<AuditEntry> {
  for (let next = from; ; ) {
    const rows = await db
      .selectFrom("audit_entry")
      .select(["sequence", "entry"])
      .where("sequence", ">=", next)
      .orderBy("sequence")
      .limit(500)
      .execute();
    for (const row of rows) yield parse(row.entry);
    const last = rows.at(-1);
    if (!last) return;
    next = last.sequence + 1;
  }
}

async function entryWithKey(db: Kysely<Schema>, key: string): Promise<AuditEntry | undefined> {
  const row = await db.selectFrom("audit_entry").select("entry").where("key", "=", key).executeTakeFirst();
  return row && parse(row.entry);
}

function headRow(db: Kysely<Schema>): Promise<{ sequence: number; hash: string }> {
  return db.selectFrom("audit_head").select(["sequence", "hash"]).where("id", "=", 1).executeTakeFirstOrThrow();
}

// Rows are only written by append, and verification recomputes every hash: a changed row shows there, not here.
function parse(text: string): AuditEntry {
  return JSON.parse(text) as AuditEntry;
}
