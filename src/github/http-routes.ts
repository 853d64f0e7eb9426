import { Hono } from "hono";
import type { QueueState } from "../storage/work-queue.ts";
import type { Metrics } from "./metrics.ts";
import { type WebhookDoor, webhookRoute } from "./webhook-route.ts";

export interface Routes extends WebhookDoor {
  readonly metrics: Metrics;
  /** Reads the work that waits from the database. Fails if the database cannot be reached. */
  queueState(): Promise<QueueState>;
}

/** Everything that the server answers. */
export function httpRoutes(routes: Routes): Hono {
  const app = new Hono();
  app.route("/", webhookRoute(routes));
  app.get("/healthz", ({ text }) => text("ok\n"));
  app.get("/readyz", async ({ text }) => {
    await routes.queueState();
    return text("ok\n");
  });
  app.get("/metrics", async () => new Response(await metricsText(routes), { headers: prometheus }));
  app.onError((error, { text }) => {
    routes.log.error("A request failed", { error });
    return text("not available\n", 503);
  });
  return app;
}

const prometheus = { "content-type": "text/plain; version=0.0.4; charset=utf-8" };

async function metricsText(routes: Routes): Promise<string> {
  const { waiting, poisoned, oldestWait } = await routes.queueState();
  return routes.metrics.render({
    gatewarden_work_waiting: waiting,
    gatewarden_work_poisoned: poisoned,
    gatewarden_work_oldest_wait_seconds: oldestWait / 1000,
  });
}
