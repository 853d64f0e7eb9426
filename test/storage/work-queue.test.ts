import { expect, test } from "@jest/globals";
import { type Claim, poisonedAfter, WorkQueue } from "../../src/storage/work-queue.ts";
import { describeOnBothEngines } from "./engines.ts";

const key = "1/acme/shop#7";
const delivery = (id: string, command: string | null = null) => ({
  id,
  event: "pull_request",
  action: "opened",
  payload: "{}",
  work: [{ key, command }],
});

describeOnBothEngines("the work queue", (open) => {
  const queue = async () => new WorkQueue((await open()).db);
  const claimOne = async (from: WorkQueue, now: number, lease = "a"): Promise<Claim> => {
    const [claim] = await from.claim(lease, 1, now, now + 1000);
    if (!claim) throw new Error("nothing to claim");
    return claim;
  };

  test("a delivery that GitHub repeats causes work once", async () => {
    const work = await queue();
    expect(await work.accept(delivery("d1"), 0)).toBe(true);
    await work.done(await claimOne(work, 0), 1);
    expect(await work.accept(delivery("d1"), 2)).toBe(false);
    expect(await work.claim("a", 10, 3, 1000)).toEqual([]);
  });

  test("many deliveries about one pull request are one item", async () => {
    const work = await queue();
    for (const id of ["d1", "d2", "d3"]) await work.accept(delivery(id), 0);
    expect((await work.claim("a", 10, 0, 1000)).map((claim) => claim.key)).toEqual([key]);
  });

  test("a claimed item is nobody else's until its lease ends", async () => {
    const work = await queue();
    await work.add([key], 0);
    await claimOne(work, 0);
    expect(await work.claim("b", 1, 999, 5000)).toEqual([]);
    expect((await work.claim("b", 1, 1000, 5000)).length).toBe(1);
  });

  test("whoever lost the lease can neither renew, nor end, nor fail the item", async () => {
    const work = await queue();
    await work.add([key], 0);
    const lost = await claimOne(work, 0);
    const held = await claimOne(work, 1000, "b");
    expect(await work.renew(lost, 9000)).toBe(false);
    await work.done(lost, 1001);
    await work.fail(lost, "late", 1001);
    expect(await work.renew(held, 9000)).toBe(true);
  });

  test("an item that became dirty while it was looked at is looked at again", async () => {
    const work = await queue();
    await work.accept(delivery("d1"), 0);
    const claim = await claimOne(work, 0);
    await work.accept(delivery("d2"), 1);
    await work.done(claim, 2);
    expect((await claimOne(work, 3)).version).toBe(2);
  });

  test("a failed item comes back later each time, and is counted when it keeps failing", async () => {
    const work = await queue();
    await work.add([key], 0);
    let now = 0;
    for (let attempt = 0; attempt < poisonedAfter; attempt++) {
      const claim = await claimOne(work, now);
      expect(claim.attempts).toBe(attempt);
      await work.fail(claim, "boom", now);
      expect(await work.claim("a", 1, now + 1000 * 2 ** attempt - 1, now + 9e9)).toEqual([]);
      now += 1000 * 2 ** attempt;
    }
    expect(await work.state(now)).toEqual({ waiting: 1, poisoned: 1, oldestWait: 0 });
  });

  test("commands reach the worker in order and survive a failed attempt", async () => {
    const work = await queue();
    await work.accept(delivery("d1", "first"), 0);
    await work.accept(delivery("d2", "second"), 1);
    const failed = await claimOne(work, 1);
    await work.fail(failed, "boom", 1);
    expect((await claimOne(work, 5000)).commands).toEqual(["first", "second"]);
  });

  test("commands are delivered once", async () => {
    const work = await queue();
    await work.accept(delivery("d1", "first"), 0);
    await work.done(await claimOne(work, 0), 1);
    await work.accept(delivery("d2"), 2);
    expect((await claimOne(work, 2)).commands).toEqual([]);
  });

  test("a delivery is processed when all of its work is", async () => {
    const database = await open();
    const work = new WorkQueue(database.db);
    const items = [key, "1/acme/shop#8"].map((item) => ({ key: item, command: null }));
    await work.accept({ ...delivery("d1"), work: items }, 0);
    const processedAt = async () =>
      (await database.db.selectFrom("delivery").select("processed_at").executeTakeFirstOrThrow()).processed_at;
    await work.done(await claimOne(work, 0), 1);
    expect(await processedAt()).toBeNull();
    await work.done(await claimOne(work, 1), 2);
    expect(await processedAt()).toBe(2);
  });

  test("a delivery is processed when its last two items end at once", async () => {
    const database = await open();
    const work = new WorkQueue(database.db);
    const keys = Array.from({ length: 8 }, (_, index) => `1/acme/shop#${index}`);
    await work.accept({ ...delivery("d1"), work: keys.map((item) => ({ key: item, command: null })) }, 0);
    const claims = await work.claim("a", 8, 0, 1000);
    await Promise.all(claims.map((claim) => work.done(claim, 1)));
    const row = await database.db.selectFrom("delivery").select("processed_at").executeTakeFirstOrThrow();
    expect(row.processed_at).toBe(1);
  });

  test("a delivery that nothing follows from is known and processed", async () => {
    const work = await queue();
    await work.accept({ ...delivery("d1"), work: [] }, 0);
    expect(await work.known(["d1", "d2"])).toEqual(new Set(["d1"]));
    await work.forgetDeliveries(1);
    expect(await work.known(["d1"])).toEqual(new Set());
  });

  test("unprocessed deliveries are never forgotten", async () => {
    const work = await queue();
    await work.accept(delivery("d1"), 0);
    await work.forgetDeliveries(1e9);
    expect(await work.known(["d1"])).toEqual(new Set(["d1"]));
  });

  test("a scheduled look does not hurry or delay work that waits", async () => {
    const work = await queue();
    await work.schedule(key, 5000);
    expect(await work.claim("a", 1, 4999, 9000)).toEqual([]);
    await work.add([key], 100);
    await work.schedule(key, 9e9);
    expect((await claimOne(work, 100)).key).toBe(key);
  });

  test("of two processes, one gets the item", async () => {
    const first = await open();
    const second = await open(first);
    const queues = [new WorkQueue(first.db), new WorkQueue(second.db)];
    const keys = Array.from({ length: 20 }, (_, index) => `1/acme/shop#${index + 1}`);
    await queues[0]?.add(keys, 0);
    const claims = await Promise.all(queues.map((work, index) => work.claim(`process-${index}`, 20, 0, 1000)));
    expect(
      claims
        .flat()
        .map((claim) => claim.key)
        .sort(),
    ).toEqual([...keys].sort());
  });

  test("work of a killed process is free after it starts again", async () => {
    const work = await queue();
    await work.add([key], 0);
    await claimOne(work, 0);
    await work.releaseAll();
    expect((await claimOne(work, 1)).key).toBe(key);
  });

  test("this process is told about new work", async () => {
    const work = await queue();
    let told = 0;
    const stop = work.onWork(() => told++);
    await work.accept(delivery("d1"), 0);
    stop();
    await work.add([key], 0);
    expect(told).toBe(1);
  });
});
