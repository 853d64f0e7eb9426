import { afterEach, beforeEach, expect, jest, test } from "@jest/globals";
import { conclusion, ingress, openShop, type Shop, shop } from "./shop.ts";

jest.setTimeout(60_000);

let place: Shop;
beforeEach(async () => {
  place = await openShop();
});
afterEach(() => place.close());

const commit = (annotations: readonly string[]) =>
  place.fake.commit(shop, "change", {
    author: "dora",
    files: { "shop/ingress.yaml": ingress("shop.example.com", annotations) },
  });

test("a lost protection is offered back on its lines, once", async () => {
  const head = await commit(['nginx.ingress.kubernetes.io/ssl-redirect: "false"']);
  const number = await place.fake.asUser("dora").openPullRequest(shop, { head: "change" });
  await conclusion(place, head, "action_required");
  const [comment] = place.fake.reviewComments(shop, number);
  expect(comment).toMatchObject({ path: "shop/ingress.yaml", line: 8 });
  expect(comment?.body).toContain("```suggestion\n```");

  const next = await commit([
    'nginx.ingress.kubernetes.io/ssl-redirect: "false"',
    'nginx.ingress.kubernetes.io/use-gzip: "true"',
  ]);
  await conclusion(place, next, "action_required");
  expect(place.fake.reviewComments(shop, number)).toHaveLength(1);

  const mended = await commit([]);
  await conclusion(place, mended, "success");
});
