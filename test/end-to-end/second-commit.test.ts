import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { clusterAdmin, conclusion, ingress, openShop, type Shop, shop } from "./shop.ts";

jest.setTimeout(60_000);

let place: Shop;
let number: number;
beforeEach(async () => {
  place = await openShop();
  const head = await commit({ "rbac.yaml": clusterAdmin("interns") });
  number = await place.fake.asUser("dora").openPullRequest(shop, { head: "change" });
  await conclusion(place, head, "action_required");
  await place.fake.asUser("mia").review(shop, number, "APPROVE");
  await conclusion(place, head, "success");
});
afterEach(() => place.close());

const commit = (files: Readonly<Record<string, string>>) =>
  place.fake.commit(shop, "change", { author: "dora", files });
const check = (sha: string) => place.fake.checkRuns(shop, sha)[0];
const commentText = () => place.fake.comments(shop, number)[0]?.body ?? "";
/** What the check asks for, above what it only reports. */
const demanded = (text: string) => text.split(/approved/i)[0] ?? "";

test("an unrelated commit after the approval leaves the check green", async () => {
  const head = await commit({
    "README.md": "# Shop\n",
    "apps/docs.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: docs }\n",
  });
  await conclusion(place, head, "success");
  await expect(place.fake.asUser("dora").merge(shop, number)).resolves.toMatch(/^[0-9a-f]{40}$/);
});

test("a new effect after the approval turns the check red and names only the new effect", async () => {
  const head = await commit({ "shop/ingress.yaml": ingress("*.example.com") });
  await conclusion(place, head, "action_required");
  const { title, summary } = check(head) ?? {};
  expect(title).toMatch(/^1 security event needs a review/);
  expect(demanded(summary ?? "")).toContain("*.example.com");
  expect(demanded(summary ?? "")).not.toContain("interns");
  expect(demanded(commentText())).toContain("*.example.com");
  expect(demanded(commentText())).not.toContain("interns");
  await expect(place.fake.asUser("dora").merge(shop, number)).rejects.toMatchObject({ status: 405 });

  await place.fake.asUser("mia").review(shop, number, "APPROVE");
  await conclusion(place, head, "success");
});

test("taking the new effect back turns the check green without another approval", async () => {
  const wider = await commit({ "shop/ingress.yaml": ingress("*.example.com") });
  await conclusion(place, wider, "action_required");
  const back = await commit({ "shop/ingress.yaml": ingress("shop.example.com") });
  await conclusion(place, back, "success");
});

test("the same effect on another group needs another approval", async () => {
  const head = await commit({ "rbac.yaml": clusterAdmin("agency") });
  await conclusion(place, head, "action_required");
  expect(demanded(check(head)?.summary ?? "")).toContain("agency");
});

test("an update of the branch keeps the approval", async () => {
  await place.fake.commit(shop, "main", { author: "olaf", files: { "other.yaml": "a: 1\n" } });
  await place.fake.asUser("dora").updateBranch(shop, number);
  await conclusion(place, place.fake.pullRequest(shop, number).headSha, "success");
});
