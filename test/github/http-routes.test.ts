import { expect, test } from "@jest/globals";
import { httpRoutes } from "../../src/github/http-routes.ts";
import { createLog } from "../../src/github/log.ts";
import { createMetrics } from "../../src/github/metrics.ts";
import type { QueueState } from "../../src/storage/work-queue.ts";

const get = async (path: string, queueState: () => Promise<QueueState>) => {
  const log = createLog("silent", [], () => {});
  const routes = httpRoutes({ secret: "x", accept: async () => true, metrics: createMetrics(), log, queueState });
  const response = await routes.request(path);
  return { status: response.status, text: await response.text() };
};
const calm = async () => ({ waiting: 2, poisoned: 1, oldestWait: 1500 });
const down = async () => {
  throw new Error("password authentication failed for user gatewarden");
};

test("it is alive as long as it answers, and ready as long as the database does", async () => {
  expect((await get("/healthz", down)).status).toBe(200);
  expect((await get("/readyz", calm)).status).toBe(200);
  expect(await get("/readyz", down)).toEqual({ status: 503, text: "not available\n" });
});

test("poisoned work shows in the metrics", async () => {
  const { text } = await get("/metrics", calm);
  expect(text).toContain("\ngatewarden_work_poisoned 1\n");
  expect(text).toContain("\ngatewarden_work_oldest_wait_seconds 1.5\n");
});

test("nothing else is served", async () => {
  expect((await get("/probot", calm)).status).toBe(404);
});
