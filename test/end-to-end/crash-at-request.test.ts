import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { verifyEntries } from "../../src/audit/verify.ts";
import { type FakeGitHub, startFakeGitHub } from "../../src/demo/fake-github/start-fake-github.ts";
import { type ServerOptions, type ServerProcess, startServer } from "../../src/demo/server-process.ts";
import { databaseAuditTrail } from "../../src/storage/audit-trail.ts";
import { type Database, openDatabase } from "../../src/storage/open-database.ts";
import { builtCli } from "./built-cli.ts";
import { clusterAdmin, policy, secret, shop } from "./shop.ts";

jest.setTimeout(300_000);

// The hardest moments to die: GitHub has done what the request asked for, and the answer never arrives.
const requests = [
  /^GET .*\/pulls\/\d+$/,
  /^GET .*\/pulls\/\d+\/reviews$/,
  /^GET .*\/commits\/[0-9a-f]+\/check-runs$/,
  /^POST .*\/check-runs$/,
  /^PATCH .*\/check-runs\/\d+$/,
  /^GET .*\/issues\/\d+\/comments$/,
  /^POST .*\/comments$/,
  /^POST .*\/requested_reviewers$/,
];

let fake: FakeGitHub;
let options: ServerOptions;
let server: ServerProcess;

beforeAll(async () => {
  const main = await builtCli();
  fake = await startFakeGitHub();
  for (const login of ["olaf", "dora", "mia"]) fake.createUser(login);
  fake.createOrganisation("acme", ["olaf"]);
  fake.createTeam("acme", "edge", ["mia"]);
  const files = { ".github/gatewarden.yaml": policy };
  await fake.createRepository({ owner: "acme", name: "shop", files, collaborators: { dora: "write" } });
  fake.grantTeam("acme", "edge", shop, "write");
  const { appId, privateKey } = fake.installApp({ account: "acme" });
  const dataFolder = mkdtempSync(join(tmpdir(), "gatewarden-crash-"));
  options = { appId, privateKey, webhookSecret: secret, dataFolder, apiUrl: fake.apiUrl, githubUrl: fake.url, main };
  await restart();
});

afterAll(async () => {
  await server.stop();
  await fake.close();
  rmSync(options.dataFolder, { recursive: true, force: true });
});

async function restart(): Promise<void> {
  server = await startServer(options);
  fake.setWebhook(`${server.url}/api/github/webhooks`, secret);
}

test("killed between what a request did and its answer, the server says nothing twice", async () => {
  const heads = new Map<number, string>();
  for (const [round, request] of requests.entries()) {
    const files = { [`rbac/${round}.yaml`]: clusterAdmin(`interns-${round}`) };
    const head = await fake.commit(shop, `round-${round}`, { author: "dora", from: "main", files });
    const killed = killAt(request);
    heads.set(await fake.asUser("dora").openPullRequest(shop, { head: `round-${round}` }), head);
    await killed;
    await restart();
  }
  await settled([...heads.values()]);
  const accepted = fake.deliveries.filter(({ statusCode }) => statusCode === 202).map(({ guid }) => guid);
  await server.stop();

  for (const [number, head] of heads) {
    const runs = fake.checkRuns(shop, head);
    expect(runs.map(({ name, conclusion }) => `${name} ${conclusion}`)).toEqual(["gatewarden action_required"]);
    expect(runs[0]?.annotations.map(({ path }) => path)).toEqual([expect.stringMatching(/^rbac\//)]);
    expect(fake.comments(shop, number).map(({ author }) => author.login)).toEqual(["gatewarden[bot]"]);
  }
  const database = await openDatabase({ kind: "file", file: join(options.dataFolder, "gatewarden.db") });
  expect(await unprocessed(database, accepted)).toEqual([]);
  expect(await verifyEntries(databaseAuditTrail(database.db).read())).toMatchObject({ kind: "intact" });
  await database.close();
});

/** Resolves once the server was killed while this request waited for its answer. */
function killAt(request: RegExp): Promise<void> {
  const victim = server;
  return new Promise((done) => {
    fake.beforeAnswer(async ({ method, path }) => {
      if (!request.test(`${method} ${path}`)) return;
      fake.beforeAnswer(null);
      await victim.kill();
      done();
    });
  });
}

/** Every head has its conclusion and nothing is waiting any more. */
async function settled(heads: readonly string[]): Promise<void> {
  await eventually("conclusions", () =>
    heads.every((head) => fake.checkRuns(shop, head).at(-1)?.status === "completed"),
  );
  await fake.idle();
  await eventually("an empty queue", async () => {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    return /^gatewarden_work_waiting 0$/m.test(metrics);
  });
}

async function unprocessed({ db }: Database, accepted: readonly string[]): Promise<string[]> {
  const rows = await db.selectFrom("delivery").select(["id", "processed_at"]).execute();
  const processed = new Set(rows.filter((row) => row.processed_at !== null).map(({ id }) => id));
  return accepted.filter((guid) => !processed.has(guid));
}

async function eventually(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`waited in vain for ${what}\n${server.log()}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}
