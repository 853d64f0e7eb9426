import { createHmac } from "node:crypto";
import { beforeEach, expect, test } from "@jest/globals";
import { createLog } from "../../src/github/log.ts";
import { createMetrics } from "../../src/github/metrics.ts";
import { webhookRoute } from "../../src/github/webhook-route.ts";
import type { Delivery } from "../../src/storage/deliveries.ts";
import { example } from "./events/examples.ts";

const secret = "0123456789abcdef";
let kept: Delivery[];
beforeEach(() => {
  kept = [];
});

const sign = (body: string | Uint8Array, key = secret) =>
  `sha256=${createHmac("sha256", key).update(body).digest("hex")}`;

async function deliver(body: string | Uint8Array, headers: Readonly<Record<string, string | null>> = {}) {
  const route = webhookRoute({
    secret,
    accept: async (delivery) => {
      const isNew = !kept.some(({ id }) => id === delivery.id);
      if (isNew) kept.push(delivery);
      return isNew;
    },
    metrics: createMetrics(),
    log: createLog("silent", [], () => {}),
  });
  const all = {
    "content-type": "application/json",
    "x-github-delivery": "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    "x-github-event": "pull_request",
    "x-hub-signature-256": sign(body),
    ...headers,
  };
  const given = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null);
  const request = { method: "POST", body: body as string, headers: Object.fromEntries(given) };
  return (await route.request("/api/github/webhooks", request)).status;
}

const opened = JSON.stringify(example("pull_request", "opened"));

test("a signed delivery is kept with its work before the answer", async () => {
  expect(await deliver(opened)).toBe(202);
  expect(kept).toMatchObject([{ event: "pull_request", action: "opened", payload: opened, work: [{ command: null }] }]);
});

test("the same delivery again is answered alike", async () => {
  await deliver(opened);
  expect(await deliver(opened)).toBe(202);
  expect(kept.length).toBe(1);
});

test("a wrong, missing or empty signature is refused", async () => {
  expect(await deliver(opened, { "x-hub-signature-256": sign(opened, "another-secret-here") })).toBe(401);
  expect(await deliver(opened, { "x-hub-signature-256": sign(`${opened} `) })).toBe(401);
  expect(await deliver(opened, { "x-hub-signature-256": "sha256=" })).toBe(401);
  expect(await deliver(opened, { "x-hub-signature-256": null })).toBe(401);
  // The old algorithm is not accepted, however well it is signed.
  expect(await deliver(opened, { "x-hub-signature-256": null, "x-hub-signature": "sha1=1" })).toBe(401);
  expect(kept).toEqual([]);
});

test("the signature is over the bytes, not over a text made of them", async () => {
  const bytes = Buffer.from([0x7b, 0xff, 0x7d]);
  const asText = bytes.toString("utf8");
  expect(await deliver(bytes, { "x-hub-signature-256": sign(asText) })).toBe(401);
});

test("missing headers and other content types are refused", async () => {
  expect(await deliver(opened, { "x-github-delivery": null })).toBe(400);
  expect(await deliver(opened, { "x-github-event": null })).toBe(400);
  expect(await deliver(opened, { "content-type": "application/x-www-form-urlencoded" })).toBe(415);
  expect(await deliver(opened, { "content-type": "application/json; charset=utf-8" })).toBe(202);
});

test("a payload of more than 25 MB is refused without being read to its end", async () => {
  const huge = Buffer.alloc(25 * 1024 * 1024 + 1, " ");
  expect(await deliver(huge, { "x-hub-signature-256": "sha256=0" })).toBe(413);
  expect(await deliver("{}", { "content-length": "99999999" })).toBe(413);
});

test("a signed payload that is not what GitHub documents is refused, so that its list of deliveries shows it", async () => {
  expect(await deliver("{}", {})).toBe(202);
  expect(await deliver(JSON.stringify({ action: "opened" }))).toBe(400);
  expect(await deliver("not json")).toBe(400);
});

test("the content of what nothing follows from is not kept", async () => {
  const labeled = JSON.stringify(example("pull_request", "labeled"));
  expect(await deliver(labeled)).toBe(202);
  expect(await deliver("{}", { "x-github-event": "ping", "x-github-delivery": "other" })).toBe(202);
  expect(kept).toMatchObject([
    { payload: "", work: [] },
    { payload: "", work: [] },
  ]);
});
