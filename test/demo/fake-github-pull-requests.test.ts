import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type Acme, openChange, startAcme } from "./acme.ts";
import { call, installationToken } from "./app-client.ts";

// Git runs in processes of its own, and the machine may be busy.
jest.setTimeout(30_000);

let acme: Acme;
beforeAll(async () => {
  acme = await startAcme();
});
afterAll(() => acme.fake.close());

const repo = "/repos/acme/shop";
const asApp = (method: string, path: string, body?: unknown) => call(acme.fake.apiUrl, acme.token, method, path, body);
const pullRequestEvents = (number: number) =>
  acme.fake.deliveries
    .filter(({ event }) => event === "pull_request")
    .map(({ body }) => JSON.parse(body))
    .filter((payload) => payload.number === number);

test("a merge writes a real commit with both parents and tells of the merge and the push", async () => {
  const number = await openChange(acme.fake, "merged");
  const { headSha } = acme.fake.pullRequest("acme/shop", number);
  const sha = await acme.fake.asUser("mia").merge("acme/shop", number);
  const { body: commit } = await asApp("GET", `${repo}/commits/main`);
  expect(commit).toMatchObject({ sha, author: { login: "mia" }, committer: { login: "web-flow" } });
  expect(commit.parents[1].sha).toBe(headSha);
  expect(pullRequestEvents(number).at(-1)).toMatchObject({
    action: "closed",
    pull_request: { merged: true, merged_by: { login: "mia" }, merge_commit_sha: sha },
  });
  await expect(acme.fake.asUser("mia").merge("acme/shop", number)).rejects.toMatchObject({ status: 405 });
});

test("a squash merge has one parent and the title of the pull request", async () => {
  const number = await openChange(acme.fake, "squashed");
  await acme.fake.asUser("mia").merge("acme/shop", number, "squash");
  const { body } = await asApp("GET", `${repo}/commits/main`);
  expect(body.parents).toHaveLength(1);
  expect(body.commit.message).toBe(`Change squashed (#${number})`);
});

test("only those with write access merge, and only what does not conflict and is no draft", async () => {
  const [first, second] = [await openChange(acme.fake, "first"), await openChange(acme.fake, "second")];
  await expect(acme.fake.asUser("eve").merge("acme/shop", first)).rejects.toMatchObject({ status: 403 });
  await acme.fake.convertToDraft("acme/shop", first, "dora");
  await expect(acme.fake.asUser("mia").merge("acme/shop", first)).rejects.toMatchObject({ status: 405 });
  await acme.fake.markReady("acme/shop", first, "dora");
  await acme.fake.asUser("mia").merge("acme/shop", first);
  expect((await asApp("GET", `${repo}/pulls/${second}`)).body).toMatchObject({
    mergeable: false,
    mergeable_state: "dirty",
  });
  await expect(acme.fake.asUser("mia").merge("acme/shop", second)).rejects.toMatchObject({ status: 405 });
});

test("a merge of a head that has moved meanwhile is refused", async () => {
  const number = await openChange(acme.fake, "expected");
  const answer = await acme.fake.asUser("mia").request("PUT", `${repo}/pulls/${number}/merge`, { sha: "1".repeat(40) });
  expect(answer.status).toBe(409);
});

test("a required check of the right App must have passed on the head", async () => {
  const { fake, app } = acme;
  await fake.commit("acme/shop", "guarded", { author: "olaf", files: { "g.yaml": "g: 1\n" } });
  fake.protectBranch("acme/shop", "guarded", { requiredChecks: ["gatewarden"], appId: app.appId });
  await fake.commit("acme/shop", "to-guarded", { author: "dora", from: "guarded", files: { "g.yaml": "g: 2\n" } });
  const number = await fake.asUser("dora").openPullRequest("acme/shop", { head: "to-guarded", base: "guarded" });
  const { headSha } = fake.pullRequest("acme/shop", number);
  const merge = () => fake.asUser("mia").merge("acme/shop", number);
  const check = (token: string, conclusion?: string) =>
    call(fake.apiUrl, token, "POST", `${repo}/check-runs`, {
      name: "gatewarden",
      head_sha: headSha,
      ...(conclusion ? { conclusion } : {}),
    });

  await expect(merge()).rejects.toThrow("is expected");
  const other = await installationToken(fake.apiUrl, fake.installApp({ account: "acme", slug: "impostor" }));
  await check(other, "success");
  await expect(merge()).rejects.toThrow("is expected");
  await check(acme.token);
  await expect(merge()).rejects.toThrow("is queued");
  await check(acme.token, "action_required");
  await expect(merge()).rejects.toThrow("is failing");
  await check(acme.token, "success");
  // A commit on top has no check yet.
  await fake.commit("acme/shop", "to-guarded", { author: "dora", files: { "g.yaml": "g: 3\n" } });
  await expect(merge()).rejects.toThrow("is expected");
});

test("a retarget is told as edited, with the base before", async () => {
  await acme.fake.commit("acme/shop", "next", { author: "olaf", files: { "n.yaml": "n: 1\n" } });
  const number = await openChange(acme.fake, "retargeted");
  await acme.fake.asUser("dora").editBase("acme/shop", number, "next");
  expect(pullRequestEvents(number).at(-1)).toMatchObject({
    action: "edited",
    changes: { base: { ref: { from: "main" } } },
    pull_request: { base: { ref: "next" } },
  });
});

test("a push that contains the head merges the pull request", async () => {
  const number = await openChange(acme.fake, "fast");
  const { headSha } = acme.fake.pullRequest("acme/shop", number);
  await acme.fake.pushBranch("acme/shop", "main", headSha, "olaf");
  expect(acme.fake.pullRequest("acme/shop", number).merged).toMatchObject({ sha: headSha, by: { login: "olaf" } });
});

test("a pull request whose branch is deleted is closed and cannot be opened again", async () => {
  const number = await openChange(acme.fake, "deleted");
  await acme.fake.pushBranch("acme/shop", "deleted", null, "dora");
  expect(acme.fake.pullRequest("acme/shop", number).state).toBe("closed");
  await expect(acme.fake.asUser("dora").reopen("acme/shop", number)).rejects.toMatchObject({ status: 422 });
});

test("a second pull request for the same branches, or one without commits, is refused", async () => {
  await openChange(acme.fake, "twice");
  const dora = acme.fake.asUser("dora");
  await expect(dora.openPullRequest("acme/shop", { head: "twice" })).rejects.toThrow("already exists");
  await acme.fake.pushBranch("acme/shop", "empty", "main", "dora");
  await expect(dora.openPullRequest("acme/shop", { head: "empty" })).rejects.toThrow("No commits between");
});

test("strangers cannot edit a pull request", async () => {
  const number = await openChange(acme.fake, "not-yours");
  await expect(acme.fake.asUser("eve").editTitle("acme/shop", number, "Mine")).rejects.toMatchObject({ status: 404 });
});

test("its files and commits are those since the merge base", async () => {
  await acme.fake.commit("acme/shop", "many", {
    author: "dora",
    message: "Move and change",
    files: {
      "docs/README.md": "# Shop\n",
      "bin.dat": new Uint8Array([0, 1, 2, 0]),
      "shop/ingress.yaml": "host: many\n",
    },
    remove: ["README.md"],
  });
  const number = await acme.fake.asUser("dora").openPullRequest("acme/shop", { head: "many" });
  await acme.fake.commit("acme/shop", "main", { author: "olaf", files: { "elsewhere.yaml": "e: 1\n" } });
  const { body: files } = await asApp("GET", `${repo}/pulls/${number}/files`);
  expect(files).toMatchObject([
    { filename: "bin.dat", status: "added", additions: 0, changes: 0 },
    { filename: "docs/README.md", status: "renamed", previous_filename: "README.md" },
    {
      filename: "shop/ingress.yaml",
      status: "modified",
      additions: 1,
      deletions: 1,
      patch: expect.stringContaining("+host: many"),
    },
  ]);
  const { body: commits } = await asApp("GET", `${repo}/pulls/${number}/commits`);
  expect(commits).toMatchObject([{ commit: { message: "Move and change" }, author: { login: "dora" } }]);
});

test("contents come as a file, as raw bytes or as a directory", async () => {
  await acme.fake.commit("acme/shop", "contents", { author: "dora", files: { "a dir/ümlaut.yaml": "ü: 1\n" } });
  const path = `${repo}/contents/a%20dir/%C3%BCmlaut.yaml?ref=contents`;
  const file = await asApp("GET", path);
  expect(Buffer.from(file.body.content, "base64").toString()).toBe("ü: 1\n");
  const raw = await call(acme.fake.apiUrl, acme.token, "GET", path, undefined, {
    accept: "application/vnd.github.raw+json",
  });
  expect(raw.body).toBe("ü: 1\n");
  const { body } = await asApp("GET", `${repo}/contents/?ref=contents`);
  expect(body.find((one: { name: string }) => one.name === "a dir")).toMatchObject({ type: "dir" });
});
