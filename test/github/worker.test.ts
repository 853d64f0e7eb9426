import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { createLog } from "../../src/github/log.ts";
import { createMetrics } from "../../src/github/metrics.ts";
import { type HandleWork, startWorker } from "../../src/github/worker.ts";
import { type Database, openDatabase } from "../../src/storage/open-database.ts";
import { WorkQueue } from "../../src/storage/work-queue.ts";

let database: Database;
let queue: WorkQueue;
let stop: () => Promise<void>;
beforeEach(async () => {
  database = await openDatabase({ kind: "memory" });
  queue = new WorkQueue(database.db);
});
afterEach(async () => {
  await stop();
  await database.close();
});

function work(handle: HandleWork, concurrency = 4): void {
  const log = createLog("silent", [], () => {});
  const worker = startWorker({ queue, handle, log, metrics: createMetrics(), concurrency });
  stop = () => worker.stop();
}

const until = async (holds: () => boolean | Promise<boolean>) => {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 5));
};
const waiting = async () => (await queue.state(Date.now())).waiting;

test("work is done as soon as it is added", async () => {
  const done: string[] = [];
  work(async ({ key }) => {
    done.push(key);
    return null;
  });
  await queue.add(["1/a/b#1", "1/a/b#2"], Date.now());
  await until(async () => (await waiting()) === 0);
  expect(done.sort()).toEqual(["1/a/b#1", "1/a/b#2"]);
});

test("one pull request is worked on by one at a time, and again if it changed meanwhile", async () => {
  let running = 0;
  let most = 0;
  let times = 0;
  let release = () => {};
  work(async () => {
    running++;
    times++;
    most = Math.max(most, running);
    if (times === 1) await new Promise<void>((resolve) => (release = resolve));
    running--;
    return null;
  });
  await queue.add(["1/a/b#1"], Date.now());
  await until(() => times === 1);
  await queue.add(["1/a/b#1"], Date.now());
  await queue.add(["1/a/b#1"], Date.now());
  release();
  await until(async () => (await waiting()) === 0);
  expect({ most, times }).toEqual({ most: 1, times: 2 });
});

test("different pull requests are worked on at once, up to the limit", async () => {
  let running = 0;
  let most = 0;
  work(async () => {
    running++;
    most = Math.max(most, running);
    await new Promise((resolve) => setTimeout(resolve, 20));
    running--;
    return null;
  }, 3);
  await queue.add(
    Array.from({ length: 9 }, (_, index) => `1/a/b#${index}`),
    Date.now(),
  );
  await until(async () => (await waiting()) === 0);
  expect(most).toBe(3);
});

test("failed work is tried again", async () => {
  let attempts = 0;
  work(async (claim) => {
    attempts++;
    if (claim.attempts === 0) throw new Error("boom");
    return null;
  });
  await queue.add(["1/a/b#1"], Date.now());
  await until(() => attempts === 1);
  const error = await database.db.selectFrom("work").select("last_error").executeTakeFirst();
  expect(error?.last_error ?? "Error: boom").toContain("boom");
  await until(async () => (await waiting()) === 0);
  expect(attempts).toBe(2);
});

test("stopping waits for what has begun", async () => {
  let finished = false;
  work(async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    finished = true;
    return null;
  });
  await queue.add(["1/a/b#1"], Date.now());
  await until(async () => (await queue.claim("x", 1, Date.now(), 1)).length === 0);
  await stop();
  expect(finished).toBe(true);
});

test("work can ask to be looked at again later", async () => {
  work(async () => Date.now() + 3_600_000);
  await queue.add(["1/a/b#1"], Date.now());
  await until(async () => {
    const row = await database.db.selectFrom("work").select(["due_at", "lease"]).executeTakeFirst();
    return row !== undefined && row.lease === null && row.due_at > Date.now() + 3_000_000;
  });
});
