import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, jest, test } from "@jest/globals";
import { clusterAdmin, conclusion, eventually, ingress, openShop, type Shop, shop } from "./shop.ts";

jest.setTimeout(60_000);

let place: Shop;
afterEach(() => place.close());

async function openPullRequest(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const head = await place.fake.commit(shop, name, { author: "dora", files });
  await place.fake.asUser("dora").openPullRequest(shop, { head: name });
  return head;
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${place.server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\d+)$`, "m").exec(text)?.[1] ?? 0);
}

test("while a review is stuck, webhooks are answered, and at its deadline the check fails and says why", async () => {
  const reviewProgram = new URL("../review-worker/programs/endless-loop.js", import.meta.url);
  place = await openShop({ reviewProgram, env: { GATEWARDEN_REVIEW_TIMEOUT_SECONDS: "4" } });
  const head = await openPullRequest("stuck", { "rbac.yaml": clusterAdmin("interns") });
  await place.fake.idle();
  const answers: number[] = [];
  for (let request = 0; request < 5; request++) {
    const started = performance.now();
    await place.fake.asUser("eve").comment(shop, 1, "still there?");
    await place.fake.idle();
    expect((await fetch(`${place.server.url}/healthz`)).status).toBe(200);
    answers.push(performance.now() - started);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  expect(Math.max(...answers)).toBeLessThan(1_000);
  const comments = place.fake.deliveries.filter(({ event }) => event === "issue_comment");
  expect(comments.map(({ statusCode }) => statusCode)).toEqual([202, 202, 202, 202, 202]);
  // Nothing was said while the worker was busy.
  expect(place.fake.checkRuns(shop, head).filter(({ status }) => status === "completed")).toEqual([]);

  await conclusion(place, head, "failure");
  expect(place.fake.checkRuns(shop, head)[0]?.summary).toContain("took longer than 4 s and was stopped");
});

test("a second review of a repository parses only what changed", async () => {
  place = await openShop();
  const files = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => [`apps/${index}.yaml`, ingress(`a${index}.example.com`)]),
  );
  await place.fake.commit(shop, "main", { author: "olaf", files });
  await conclusion(place, await openPullRequest("one", { "one.yaml": clusterAdmin("one") }), "action_required");
  const first = await metric("gatewarden_manifests_parsed_total");
  expect(first).toBeGreaterThan(40);

  const reused = await metric("gatewarden_manifests_reused_total");
  const changed = { "apps/7.yaml": ingress("*.example.com"), "two.yaml": clusterAdmin("two") };
  await conclusion(place, await openPullRequest("two", changed), "action_required");
  expect((await metric("gatewarden_manifests_parsed_total")) - first).toBe(2);
  expect(await metric("gatewarden_manifests_reused_total")).toBeGreaterThanOrEqual(reused + 41);
});

test("the folders that a killed server left behind are gone after the next start", async () => {
  const data = mkdtempSync(join(tmpdir(), "gatewarden-data-"));
  const left = join(data, "tmp", "gatewarden-git-left");
  mkdirSync(left, { recursive: true });
  writeFileSync(join(left, "HEAD"), "ref: refs/heads/none\n");
  const elsewhere = () => readdirSync(tmpdir()).filter((name) => name.startsWith("gatewarden-git-"));
  const before = new Set(elsewhere());
  place = await openShop({ env: { GATEWARDEN_DATA: data } });
  await conclusion(place, await openPullRequest("one", { "one.yaml": clusterAdmin("one") }), "action_required");
  const folders = await eventually(
    () => readdirSync(join(data, "tmp")),
    (names) => names.length === 1,
  );
  expect(folders).not.toContain("gatewarden-git-left");
  expect(elsewhere().filter((name) => !before.has(name))).toEqual([]);
  await place.server.close();
  expect(readdirSync(join(data, "tmp"))).toEqual([]);
  await place.restart();
  rmSync(data, { recursive: true, force: true });
});
