import { Hono } from "hono";
import { ZodError } from "zod";
import type { Delivery } from "../storage/deliveries.ts";
import { formatCommand } from "./command.ts";
import type { EventHandler } from "./event-handler.ts";
import { eventHandlers } from "./events/index.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { readBody } from "./read-body.ts";
import { hasValidSignature } from "./webhook-signature.ts";
import { formatWorkKey } from "./work-key.ts";

export interface WebhookDoor {
  readonly secret: string;
  /** Keeps the delivery on disk before it resolves. False if it is already there. */
  accept(delivery: Delivery): Promise<boolean>;
  readonly metrics: Metrics;
  readonly log: Log;
}

/** GitHub never sends more. */
const largestPayload = 25 * 1024 * 1024;

/** `POST /api/github/webhooks`: checks that GitHub sent it, keeps it, answers. All work happens afterwards. */
export function webhookRoute(door: WebhookDoor): Hono {
  return new Hono().post("/api/github/webhooks", async ({ req }) => {
    const answer = await receive(req.raw, door);
    if (answer.status >= 400) door.metrics.count("gatewarden_deliveries_refused_total", { reason: answer.text });
    return new Response(`${answer.text}\n`, { status: answer.status });
  });
}

interface Answer {
  readonly status: number;
  readonly text: string;
}

async function receive(request: Request, door: WebhookDoor): Promise<Answer> {
  const id = request.headers.get("x-github-delivery") ?? "";
  const event = request.headers.get("x-github-event") ?? "";
  const signature = request.headers.get("x-hub-signature-256") ?? "";
  if (!isJson(request)) return { status: 415, text: "content type is not application/json" };
  if (!/^[\w-]{1,100}$/.test(id) || !/^\w{1,100}$/.test(event)) return { status: 400, text: "missing headers" };
  if (signature === "") return { status: 401, text: "missing signature" };

  const body = await readBody(request, largestPayload);
  if (body === "too-large") return { status: 413, text: "payload is too large" };
  if (!hasValidSignature(body, signature, door.secret)) return { status: 401, text: "invalid signature" };
  return keep({ id, event, body: Buffer.from(body).toString("utf8") }, door);
}

async function keep(received: { id: string; event: string; body: string }, door: WebhookDoor): Promise<Answer> {
  const delivery = understand(received);
  if (!delivery) {
    door.log.error("A signed payload was not understood", { delivery: received.id, event: received.event });
    return { status: 400, text: "payload was not understood" };
  }
  const isNew = await door.accept(delivery);
  door.log.debug("Delivery", { delivery: delivery.id, event: delivery.event, action: delivery.action, isNew });
  if (isNew) door.metrics.count("gatewarden_deliveries_total", { event: delivery.event });
  else door.metrics.count("gatewarden_deliveries_repeated_total");
  return { status: 202, text: isNew ? "accepted" : "already known" };
}

function isJson(request: Request): boolean {
  return /^application\/json\s*(;|$)/i.test(request.headers.get("content-type") ?? "");
}

/** Undefined if the payload is not what GitHub documents for an event that matters. */
export function understand({ id, event, body }: { id: string; event: string; body: string }): Delivery | undefined {
  try {
    const payload: unknown = JSON.parse(body);
    const action = actionOf(payload);
    const handler = (eventHandlers as readonly EventHandler[]).find((known) => known.event === event);
    const matters = handler && (handler.actions.length === 0 || handler.actions.includes(action ?? ""));
    const work = matters ? handler.workKeys(payload) : [];
    const delivered = work.map(({ key, command }) => ({
      key: formatWorkKey(key),
      command: command ? formatCommand(command) : null,
    }));
    // What nothing follows from is only counted: its content stays out of the database.
    return { id, event, action, payload: work.length > 0 ? body : "", work: delivered };
  } catch (error) {
    if (error instanceof ZodError || error instanceof SyntaxError) return;
    throw error;
  }
}

function actionOf(payload: unknown): string | null {
  const action = typeof payload === "object" && payload !== null && "action" in payload ? payload.action : null;
  return typeof action === "string" ? action : null;
}
