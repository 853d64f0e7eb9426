import { expect, test } from "@jest/globals";
import { sql } from "kysely";
import { describeOnBothEngines } from "./engines.ts";

describeOnBothEngines("the database", (open, engine) => {
  test("can be opened again over its own tables", async () => {
    const first = await open();
    await first.db.insertInto("lease").values({ name: "kept", owner: "a", until: 1 }).execute();
    const second = await open(first);
    expect((await second.db.selectFrom("lease").select("name").execute()).map((row) => row.name)).toEqual(["kept"]);
  });

  test("reads times and ids beyond 32 bits as numbers", async () => {
    const { db } = await open();
    await db.insertInto("lease").values({ name: "n", owner: "a", until: 1_700_000_000_123 }).execute();
    expect((await db.selectFrom("lease").select("until").executeTakeFirstOrThrow()).until).toBe(1_700_000_000_123);
  });

  if (engine === "sqlite")
    test("syncs every commit to disk", async () => {
      const { db } = await open();
      const pragma = async (name: string) =>
        Object.values((await sql.raw(`pragma ${name}`).execute(db)).rows[0] as object)[0];
      expect([await pragma("journal_mode"), await pragma("synchronous")]).toEqual(["wal", 2]);
    });
});
