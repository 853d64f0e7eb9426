import { afterEach, expect, jest, test } from "@jest/globals";
import { verifyEntries } from "../../src/audit/verify.ts";
import { openDatabase } from "../../src/storage/open-database.ts";
import { type ServerProcess, startServerProcess } from "./server-process.ts";
import { clusterAdmin, conclusion, eventually, openShop, type Shop, secret, shop } from "./shop.ts";

jest.setTimeout(300_000);

const rounds = 20;

let place: Shop;
let server: ServerProcess;
afterEach(async () => {
  await server.kill();
  await place.close();
});

async function start(): Promise<void> {
  server = await startServerProcess(place.env);
  place.fake.setWebhook(`${server.url}/api/github/webhooks`, secret);
}

test(`killed ${rounds} times between acceptance and publication, the server does everything, and nothing twice`, async () => {
  place = await openShop();
  await place.server.close();
  const heads: { head: string; number: number }[] = [];
  let interrupted = 0;
  await start();
  for (let round = 0; round < rounds; round++) {
    const head = await place.fake.commit(shop, `admins-${round}`, {
      author: "dora",
      files: Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [`rbac/${round}-${index}.yaml`, clusterAdmin(`g${round}-${index}`)]),
      ),
    });
    heads.push({ head, number: await place.fake.asUser("dora").openPullRequest(shop, { head: `admins-${round}` }) });
    await place.fake.idle();
    // A review takes about a second: the rounds cut it at ever later moments.
    await new Promise((resolve) => setTimeout(resolve, 60 * round));
    await server.kill();
    if (place.fake.checkRuns(shop, head).every(({ status }) => status !== "completed")) interrupted++;
    await start();
  }
  expect(interrupted).toBeGreaterThan(2);

  for (const { head, number } of heads) {
    await conclusion(place, head, "action_required");
    expect(place.fake.checkRuns(shop, head)[0]?.annotations.length).toBe(60);
    expect(place.fake.comments(shop, number).length).toBe(1);
  }
  await eventually(unprocessed, (count) => count === 0, 60_000);
  expect(await server.terminate()).toBe(0);
  const evaluated = (await place.audit()).filter(({ kind }) => kind === "evaluated");
  expect(evaluated.length).toBe(rounds);
  expect(new Set(evaluated.map(({ head }) => head))).toEqual(new Set(heads.map(({ head }) => head)));
  expect(await verifyEntries(toAsync(await place.audit()))).toMatchObject({ kind: "intact" });
});

test("every delivery that was answered with 202 is on disk, whenever the server dies", async () => {
  place = await openShop();
  await place.server.close();
  await start();
  const number = await openReadme();
  const accepted = () =>
    place.fake.deliveries.filter((delivery) => delivery.statusCode === 202).map(({ guid }) => guid);
  const before = accepted().length;
  const comments = Array.from({ length: 40 }, () =>
    place.fake.asUser("eve").comment(shop, number, "/gatewarden recheck"),
  );
  await eventually(accepted, (all) => all.length > before + 5);
  await server.kill();
  await Promise.allSettled(comments);
  await place.fake.idle();
  expect(place.fake.deliveries.some((delivery) => delivery.statusCode !== 202)).toBe(true);
  const database = await openDatabase({ kind: "file", file: `${place.env.GATEWARDEN_DATA}/gatewarden.db` });
  const kept = new Set((await database.db.selectFrom("delivery").select("id").execute()).map(({ id }) => id));
  await database.close();
  expect(accepted().filter((guid) => !kept.has(guid))).toEqual([]);
});

async function openReadme(): Promise<number> {
  await place.fake.commit(shop, "readme", { author: "dora", files: { "README.md": "# Shop\n" } });
  return place.fake.asUser("dora").openPullRequest(shop, { head: "readme" });
}

async function unprocessed(): Promise<number> {
  const database = await openDatabase({ kind: "file", file: `${place.env.GATEWARDEN_DATA}/gatewarden.db` });
  const rows = await database.db.selectFrom("delivery").select("id").where("processed_at", "is", null).execute();
  await database.close();
  return rows.length;
}

async function* toAsync<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}
