import type { Kysely } from "kysely";
import type { Schema } from "./schema.ts";

/** Named locks, one row each: over all processes, one owner at a time. Times are milliseconds since the epoch. */
export class Leases {
  readonly #db: Kysely<Schema>;

  constructor(db: Kysely<Schema>) {
    this.#db = db;
  }

  /** False if somebody else holds the name at this time. */
  async take(name: string, owner: string, now: number, until: number): Promise<boolean> {
    const taken = await this.#db
      .insertInto("lease")
      .values({ name, owner, until })
      .onConflict((conflict) => conflict.column("name").doUpdateSet({ owner, until }).where("lease.until", "<=", now))
      .executeTakeFirst();
    return Number(taken.numInsertedOrUpdatedRows) === 1;
  }

  /** False if the name was lost to somebody else. */
  async renew(name: string, owner: string, until: number): Promise<boolean> {
    const held = this.#db.updateTable("lease").set({ until }).where("name", "=", name).where("owner", "=", owner);
    return Number((await held.executeTakeFirst()).numUpdatedRows) === 1;
  }

  async release(name: string, owner: string): Promise<void> {
    await this.#db.deleteFrom("lease").where("name", "=", name).where("owner", "=", owner).execute();
  }
}
