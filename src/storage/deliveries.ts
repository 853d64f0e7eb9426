import type { Kysely, Transaction } from "kysely";
import type { Schema } from "./schema.ts";

/** A webhook delivery to keep, and the work that follows from it. */
export interface Delivery {
  /** GitHub's X-GitHub-Delivery: the same for every attempt to deliver the same event. */
  readonly id: string;
  readonly event: string;
  readonly action: string | null;
  readonly payload: string;
  readonly work: readonly DeliveredWork[];
}

export interface DeliveredWork {
  readonly key: string;
  /** JSON that the worker of this key gets, or null. */
  readonly command: string | null;
}

/** Keeps a delivery with the work that follows from it. False if it is known already. */
export async function keepDelivery(db: Transaction<Schema>, delivery: Delivery, now: number): Promise<boolean> {
  const { id, event, action, payload, work } = delivery;
  const inserted = await db
    .insertInto("delivery")
    .values({ id, event, action, payload, received_at: now, processed_at: work.length === 0 ? now : null })
    .onConflict((conflict) => conflict.column("id").doNothing())
    .executeTakeFirst();
  if (Number(inserted.numInsertedOrUpdatedRows) === 0) return false;

  const rows = work.map(({ key, command }, position) => ({ delivery_id: id, position, work_key: key, command }));
  if (rows.length > 0) await db.insertInto("delivery_work").values(rows).execute();
  return true;
}

/** Ends the deliveries of which this was the last open work. */
export async function finishDeliveries(db: Transaction<Schema>, key: string, now: number): Promise<void> {
  const finished = await db
    .updateTable("delivery_work")
    .set({ done_at: now })
    .where("work_key", "=", key)
    .where("done_at", "is", null)
    .returning("delivery_id")
    .execute();
  for (const id of new Set(finished.map((row) => row.delivery_id))) {
    // Takes the row: of two processes that end the last two items at once, the second one must see the first one's.
    await db.updateTable("delivery").set({ processed_at: null }).where("id", "=", id).execute();
    const open = db.selectFrom("delivery_work").select("delivery_id").where("delivery_id", "=", id);
    await db
      .updateTable("delivery")
      .set({ processed_at: now })
      .where("id", "=", id)
      .where((where) => where.not(where.exists(open.where("done_at", "is", null))))
      .execute();
  }
}

/** Commands of the deliveries that are open for this work, oldest first. */
export async function openCommands(db: Kysely<Schema>, key: string): Promise<readonly string[]> {
  const rows = await db
    .selectFrom("delivery_work")
    .innerJoin("delivery", "delivery.id", "delivery_work.delivery_id")
    .select("delivery_work.command")
    .where("delivery_work.work_key", "=", key)
    .where("delivery_work.done_at", "is", null)
    .orderBy("delivery.received_at")
    .orderBy("delivery_work.position")
    .execute();
  return rows.flatMap((row) => (row.command === null ? [] : [row.command]));
}
