import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { type Acme, openChange, startAcme } from "./acme.ts";
import { call } from "./app-client.ts";

let acme: Acme;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(() => acme.fake.close());

const get = async (address: string) => {
  const answer = await fetch(address);
  return { status: answer.status, text: await answer.text() };
};

test("the addresses that the API hands out can be opened in a browser", async () => {
  const number = await openChange(acme.fake, "page");
  const { headSha } = acme.fake.pullRequest("acme/shop", number);
  await acme.fake.asUser("mia").comment("acme/shop", number, "<script>alert(1)</script>");
  const body = { name: "gatewarden", head_sha: headSha, output: { title: "One effect", summary: "It is wide" } };
  const run = await call(acme.fake.apiUrl, acme.token, "POST", "/repos/acme/shop/check-runs", body);
  const pull = await acme.fake.asUser("dora").request<{ html_url: string }>("GET", `/repos/acme/shop/pulls/${number}`);

  const conversation = await get(pull.body.html_url);
  expect(conversation.text).toContain("dora wants to merge acme:page into main");
  expect(conversation.text).toContain("&lt;script&gt;alert(1)&lt;/script&gt;");
  expect((await get(run.body.html_url)).text).toContain("It is wide");
  expect((await get(acme.fake.url)).text).toContain(`/acme/shop/pull/${number}`);
});

test("a private repository has no pages", async () => {
  await acme.fake.createRepository({ owner: "acme", name: "secret", private: true, collaborators: { dora: "write" } });
  await acme.fake.commit("acme/secret", "plan", { author: "dora", files: { "p.yaml": "p: 1\n" } });
  const number = await acme.fake
    .asUser("dora")
    .openPullRequest("acme/secret", { head: "plan", title: "Nobody may know" });
  expect((await get(`${acme.fake.url}/acme/secret/pull/${number}`)).status).toBe(404);
  expect((await get(acme.fake.url)).text).not.toContain("Nobody may know");
});
