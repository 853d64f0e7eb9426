import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { verifyEntries } from "../../src/audit/verify.ts";
import { clusterAdmin, conclusion, eventually, ingress, openShop, type Shop, shop } from "./shop.ts";

// A server, git processes and HTTP over a shared machine: generous, never needed when it works.
jest.setTimeout(60_000);

describe("a pull request", () => {
  let place: Shop;
  beforeEach(async () => {
    place = await openShop();
  });
  afterEach(() => place.close());

  const propose = async (branch: string, files: Readonly<Record<string, string>>) => {
    const head = await place.fake.commit(shop, branch, { author: "dora", files });
    return { head, number: await place.fake.asUser("dora").openPullRequest(shop, { head: branch }) };
  };

  test("that changes no effect passes, without a comment", async () => {
    const { head, number } = await propose("readme", { "README.md": "# Shop\n" });
    await conclusion(place, head, "success");
    expect(place.fake.comments(shop, number)).toEqual([]);
  });

  test("that only has an unrendered image bump for the record passes, and says so in the check alone", async () => {
    const chart = { "chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n" };
    const files = { ...chart, "chart/values.yaml": "image:\n  tag: 1.3.0\n" };
    await place.fake.commit(shop, "main", { author: "dora", files });
    const { head, number } = await propose("bump", { "chart/values.yaml": "image:\n  tag: 1.4.0\n" });
    await conclusion(place, head, "success");
    expect(place.fake.checkRuns(shop, head)[0]?.text).toContain("chart/values.yaml");
    expect(place.fake.comments(shop, number)).toEqual([]);
  });

  test("that opens the cluster is red until a designated maintainer approves, then merges, and all of it is on record", async () => {
    const { head, number } = await propose("admins", { "rbac.yaml": clusterAdmin("interns") });
    await conclusion(place, head, "action_required");
    expect(place.fake.comments(shop, number)).toHaveLength(1);
    expect(place.fake.checkRuns(shop, head)[0]?.annotations.map(({ path }) => path)).toEqual(["rbac.yaml"]);

    await place.fake.asUser("eve").review(shop, number, "APPROVE");
    await eventually(
      () => place.audit(),
      (all) => all.at(-1)?.kind === "approval-rejected",
    );
    await conclusion(place, head, "action_required");

    await place.fake.asUser("mia").review(shop, number, "APPROVE");
    await conclusion(place, head, "success");
    await place.fake.asUser("dora").merge(shop, number);
    const entries = await eventually(
      () => place.audit(),
      (all) => all.at(-1)?.kind === "merged",
    );
    expect(entries.map(({ kind, actor }) => `${kind} ${actor?.login}`)).toEqual([
      "evaluated dora",
      "evaluated dora",
      "approval-rejected eve",
      "evaluated dora",
      "approval-counted mia",
      "merged dora",
    ]);
    expect(await verifyEntries(toAsync(entries))).toMatchObject({ kind: "intact" });
  });

  test("keeps its approval over an unrelated commit, and asks again for a new effect only", async () => {
    const { number } = await propose("admins", { "rbac.yaml": clusterAdmin("interns") });
    await conclusion(place, place.fake.pullRequest(shop, number).headSha, "action_required");
    await place.fake.asUser("mia").review(shop, number, "APPROVE");
    await conclusion(place, place.fake.pullRequest(shop, number).headSha, "success");

    const unrelated = await place.fake.commit(shop, "admins", { author: "dora", files: { "README.md": "# Shop\n" } });
    await conclusion(place, unrelated, "success");
    const wider = await place.fake.commit(shop, "admins", {
      author: "dora",
      files: { "shop/ingress.yaml": ingress("*.example.com") },
    });
    await conclusion(place, wider, "action_required");
  });

  test("that is merged past the gate is recorded as merged without approval", async () => {
    const { head, number } = await propose("admins", { "rbac.yaml": clusterAdmin("interns") });
    await conclusion(place, head, "action_required");
    place.fake.unprotectBranch(shop, "main");
    await place.fake.asUser("olaf").merge(shop, number);
    const entries = await eventually(
      () => place.audit(),
      (all) => all.some(({ kind }) => kind === "merged-without-approval"),
    );
    expect(entries.at(-1)).toMatchObject({ pullRequest: number, actor: { login: "olaf" }, head });
  });
});

async function* toAsync<T>(values: readonly T[]): AsyncIterable<T> {
  yield* values;
}
