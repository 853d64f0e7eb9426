import { createHmac } from "node:crypto";
import { createServer, type IncomingHttpHeaders, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";
import { type Acme, openChange, startAcme } from "./acme.ts";
import { call, jsonWebToken } from "./app-client.ts";

// Git runs in processes of its own, and the machine may be busy.
jest.setTimeout(30_000);

const secret = "a long enough secret";
let acme: Acme;
let server: Server;
let received: { headers: IncomingHttpHeaders; body: string }[] = [];
let status = 202;

beforeAll(async () => {
  acme = await startAcme();
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
      response.writeHead(status).end("seen");
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", () => done()));
  acme.fake.setWebhook(`http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, secret);
});
beforeEach(() => {
  received = [];
  status = 202;
});
afterAll(async () => {
  await acme.fake.close();
  await new Promise((done) => server.close(done));
});

test("a delivery is signed over its bytes and has GitHub's headers", async () => {
  await openChange(acme.fake, "signed");
  await acme.fake.idle();
  const delivery = received.find(({ headers }) => headers["x-github-event"] === "pull_request");
  const signature = createHmac("sha256", secret)
    .update(delivery?.body ?? "")
    .digest("hex");
  expect(delivery?.headers).toMatchObject({
    "x-hub-signature-256": `sha256=${signature}`,
    "x-github-delivery": expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    "x-github-hook-id": expect.stringMatching(/^\d+$/),
    "user-agent": expect.stringMatching(/^GitHub-Hookshot\//),
    "content-type": "application/json",
  });
  expect(JSON.parse(delivery?.body ?? "")).toMatchObject({
    action: "opened",
    installation: { id: acme.app.installationId },
    repository: { full_name: "acme/shop" },
    organization: { login: "acme" },
    sender: { login: "dora" },
  });
});

test("a review is spelled in small letters in its webhook", async () => {
  const number = await openChange(acme.fake, "small");
  await acme.fake.asUser("mia").review("acme/shop", number, "APPROVE");
  await acme.fake.idle();
  const review = received.map(({ body }) => JSON.parse(body).review).find((one) => one !== undefined);
  expect(review).toMatchObject({ state: "approved", user: { login: "mia" } });
});

test("a failed delivery is not repeated, is listed as failed, and can be redelivered with the same guid", async () => {
  status = 500;
  await openChange(acme.fake, "failing");
  await acme.fake.idle();
  const failed = acme.fake.deliveries.findLast(({ event }) => event === "pull_request");
  expect(received.filter(({ headers }) => headers["x-github-delivery"] === failed?.guid)).toHaveLength(1);
  const asApp = (method: string, path: string) => call(acme.fake.apiUrl, jsonWebToken(acme.app), method, path);
  const { body } = await asApp("GET", "/app/hook/deliveries?status=failure");
  expect(body.find((one: { guid: string }) => one.guid === failed?.guid)).toMatchObject({
    status_code: 500,
    redelivery: false,
  });

  status = 202;
  expect((await asApp("POST", `/app/hook/deliveries/${failed?.id}/attempts`)).status).toBe(202);
  await acme.fake.idle();
  const again = received.at(-1);
  expect(again?.headers["x-github-delivery"]).toBe(failed?.guid);
  expect(again?.body).toBe(failed?.body);
  expect(acme.fake.deliveries.at(-1)).toMatchObject({
    guid: failed?.guid,
    redelivery: true,
    status: "OK",
    statusCode: 202,
  });
});

test("the list of deliveries goes on with a cursor", async () => {
  const asApp = (path: string) => call(acme.fake.apiUrl, jsonWebToken(acme.app), "GET", path);
  const first = await asApp("/app/hook/deliveries?per_page=2");
  const next = /<([^>]+)>; rel="next"/.exec(first.headers.get("link") ?? "")?.[1] ?? "";
  const second = await asApp(next.replace(acme.fake.apiUrl, ""));
  const ids = [...first.body, ...second.body].map((one: { id: number }) => one.id);
  expect(ids).toHaveLength(4);
  expect(ids).toEqual(ids.toSorted((a, b) => b - a));
});

test("an App hears only of what it subscribes to", async () => {
  const quiet = acme.fake.installApp({
    account: "acme",
    slug: "quiet",
    events: ["push"],
    permissions: { contents: "read" },
  });
  await openChange(acme.fake, "quietly");
  const heard = acme.fake.deliveries.filter(({ app }) => app.id === quiet.appId).map(({ event }) => event);
  expect(new Set(heard)).toEqual(new Set(["installation", "push"]));
});
