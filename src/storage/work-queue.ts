import { randomUUID } from "node:crypto";
import { EventEmitter } from "node:events";
import { type Kysely, sql, type Transaction } from "kysely";
import { type Delivery, finishDeliveries, keepDelivery, openCommands } from "./deliveries.ts";
import type { Schema } from "./schema.ts";

/** Work that this process holds until the lease ends. */
export interface Claim {
  readonly key: string;
  readonly version: number;
  /** Failed attempts before this one. */
  readonly attempts: number;
  readonly lease: string;
  /** Commands of the deliveries that caused it, oldest first. */
  readonly commands: readonly string[];
}

export interface QueueState {
  readonly waiting: number;
  /** Items that failed at least `poisonedAfter` times in a row. They are still retried. */
  readonly poisoned: number;
  /** How long the oldest due item has been waiting, in milliseconds. */
  readonly oldestWait: number;
}

export const poisonedAfter = 5;
const longestBackoff = 60 * 60 * 1000;

/**
 * Level-triggered work: a row says that something may have changed, however often it was said. Times are milliseconds
 * since the epoch and come from the caller. `onWork` is called in this process after work was added.
 */
export class WorkQueue {
  readonly #db: Kysely<Schema>;
  readonly #added = new EventEmitter();

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** Keeps a delivery and marks its work as dirty, in one transaction. False if the delivery is already known. */
  async accept(delivery: Delivery, now: number): Promise<boolean> {
    const isNew = await this.#db.transaction().execute((db) => keepAndMark(db, delivery, now));
    if (isNew) this.#added.emit("work");
    return isNew;
  }

  /** Marks work as dirty without a webhook: recovery and follow-up work, with a command for each item or null. */
  async add(keys: readonly string[], now: number, command: string | null = null): Promise<void> {
    const work = [...new Set(keys)].map((key) => ({ key, command }));
    if (command === null) await this.#db.transaction().execute((db) => markDirty(db, keys, now));
    // A command has to last until it is obeyed, so it is kept as a delivery of our own.
    else await this.accept({ id: `own-${randomUUID()}`, event: "own", action: null, payload: "", work }, now);
    this.#added.emit("work");
  }

  /** Asks for another look at a later time, unless work for the key is waiting anyway. */
  async schedule(key: string, dueAt: number): Promise<void> {
    await this.#db
      .insertInto("work")
      .values({ key, version: 1, due_at: dueAt, attempts: 0, lease_until: 0 })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .execute();
  }

  /** Takes up to `limit` due items. An item is held by one claim at a time, over all processes. */
  async claim(lease: string, limit: number, now: number, leaseUntil: number): Promise<readonly Claim[]> {
    const candidates = await this.#db
      .selectFrom("work")
      .select(["key", "lease_until"])
      .where("due_at", "<=", now)
      .where("lease_until", "<=", now)
      .orderBy("due_at")
      .limit(limit)
      .execute();
    const claims: Claim[] = [];
    for (const candidate of candidates) {
      const claim = await this.#take(candidate, lease, leaseUntil);
      if (claim) claims.push(claim);
    }
    return claims;
  }

  /** False if the lease was lost: somebody else may hold the item now. */
  async renew(claim: Claim, leaseUntil: number): Promise<boolean> {
    const renewed = await this.#db
      .updateTable("work")
      .set({ lease_until: leaseUntil })
      .where("key", "=", claim.key)
      .where("lease", "=", claim.lease)
      .executeTakeFirst();
    return Number(renewed.numUpdatedRows) === 1;
  }

  /** Ends the item and the deliveries behind it, unless it became dirty again meanwhile: then it stays, free to claim. */
  async done(claim: Claim, now: number): Promise<void> {
    await this.#db.transaction().execute(async (db) => {
      const held = db.deleteFrom("work").where("key", "=", claim.key).where("lease", "=", claim.lease);
      const removed = await held.where("version", "=", claim.version).executeTakeFirst();
      if (Number(removed.numDeletedRows) === 1) await finishDeliveries(db, claim.key, now);
      else await release(db, claim, { attempts: 0, last_error: null, due_at: now });
    });
    this.#added.emit("work");
  }

  /** Frees the item for another attempt after 1 s, 2 s, 4 s, … up to an hour. */
  async fail(claim: Claim, error: string, now: number): Promise<void> {
    const wait = Math.min(longestBackoff, 1000 * 2 ** claim.attempts);
    await release(this.#db, claim, { attempts: claim.attempts + 1, last_error: storable(error), due_at: now + wait });
  }

  /** Frees everything that a killed process of the same database file still holds. Only for a single process. */
  async releaseAll(): Promise<void> {
    await this.#db.updateTable("work").set({ lease: null, lease_until: 0 }).execute();
    await this.#db.deleteFrom("lease").execute();
  }

  async state(now: number): Promise<QueueState> {
    const rows = await this.#db.selectFrom("work").select(["due_at", "attempts"]).execute();
    const waits = rows.map((row) => now - row.due_at);
    return {
      waiting: rows.length,
      poisoned: rows.filter((row) => row.attempts >= poisonedAfter).length,
      oldestWait: Math.max(0, ...waits),
    };
  }

  /** The delivery ids among the given ones that are on disk. */
  async known(ids: readonly string[]): Promise<ReadonlySet<string>> {
    if (ids.length === 0) return new Set();
    const rows = await this.#db.selectFrom("delivery").select("id").where("id", "in", ids).execute();
    return new Set(rows.map((row) => row.id));
  }

  /** Forgets processed deliveries received before the given time. GitHub redelivers for three days. */
  async forgetDeliveries(before: number): Promise<void> {
    const old = this.#db.deleteFrom("delivery").where("processed_at", "is not", null).where("received_at", "<", before);
    await old.execute();
  }

  onWork(listener: () => void): () => void {
    this.#added.on("work", listener);
    return () => this.#added.off("work", listener);
  }

  async #take(
    candidate: { key: string; lease_until: number },
    lease: string,
    leaseUntil: number,
  ): Promise<Claim | undefined> {
    // Compare and set on the lease that was read: of two processes, one changes the row.
    const row = await this.#db
      .updateTable("work")
      .set({ lease, lease_until: leaseUntil })
      .where("key", "=", candidate.key)
      .where("lease_until", "=", candidate.lease_until)
      .returning(["key", "version", "attempts"])
      .executeTakeFirst();
    if (!row) return;
    return { ...row, lease, commands: await openCommands(this.#db, row.key) };
  }
}

async function keepAndMark(db: Transaction<Schema>, delivery: Delivery, now: number): Promise<boolean> {
  if (!(await keepDelivery(db, delivery, now))) return false;
  await markDirty(
    db,
    delivery.work.map(({ key }) => key),
    now,
  );
  return true;
}

async function markDirty(db: Transaction<Schema>, keys: readonly string[], now: number): Promise<void> {
  // Sorted: two transactions that lock the same rows in different orders would wait for each other for ever.
  for (const key of [...new Set(keys)].sort())
    await db
      .insertInto("work")
      .values({ key, version: 1, due_at: now, attempts: 0, lease_until: 0 })
      .onConflict((conflict) =>
        conflict.column("key").doUpdateSet({ version: sql`work.version + 1`, due_at: now, attempts: 0 }),
      )
      .execute();
}

async function release(
  db: Kysely<Schema>,
  claim: Claim,
  next: { attempts: number; last_error: string | null; due_at: number },
): Promise<void> {
  await db
    .updateTable("work")
    .set({ ...next, lease: null, lease_until: 0 })
    .where("key", "=", claim.key)
    .where("lease", "=", claim.lease)
    .execute();
}

/** PostgreSQL refuses the null character, which an error message may quote from a manifest. */
function storable(text: string): string {
  return text.replaceAll("\0", " ").slice(0, 2000);
}
