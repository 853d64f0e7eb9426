import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** Tries to take a named lock until the given time. One row per name: over all processes, one owner at a time. */
export async function takeLease(
  db: Kysely<Schema>,
  name: string,
  owner: string,
  now: number,
  until: number,
): Promise<boolean> {
  const taken = await db
    .insertInto("lease")
    .values({ name, owner, until })
    .onConflict((conflict) => conflict.column("name").doUpdateSet({ owner, until }).where("lease.until", "<=", now))
    .executeTakeFirst();
  return Number(taken.numInsertedOrUpdatedRows) === 1;
}

/** False if the lock was lost to somebody else. */
export async function renewLease(db: Kysely<Schema>, name: string, owner: string, until: number): Promise<boolean> {
  const held = db.updateTable("lease").set({ until }).where("name", "=", name).where("owner", "=", owner);
  return Number((await held.executeTakeFirst()).numUpdatedRows) === 1;
}

export async function releaseLease(db: Kysely<Schema>, name: string, owner: string): Promise<void> {
  await db.deleteFrom("lease").where("name", "=", name).where("owner", "=", owner).execute();
}
