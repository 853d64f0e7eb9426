import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";
import { type Acme, openChange, startAcme } from "./acme.ts";

// Git runs in processes of its own, and the machine may be busy.
jest.setTimeout(30_000);

const run = promisify(execFile);
const env = { PATH: process.env.PATH, HOME: "/nonexistent", GIT_TERMINAL_PROMPT: "0", GIT_CONFIG_NOSYSTEM: "1" };

let acme: Acme;
let folder: string;
beforeAll(async () => {
  acme = await startAcme();
  folder = await mkdtemp(join(tmpdir(), "fake-github-git-"));
});
afterAll(async () => {
  await acme.fake.close();
  await rm(folder, { recursive: true });
});

const git = async (args: readonly string[], cwd = folder) =>
  (
    await run("git", ["-c", "user.name=dora", "-c", "user.email=dora@example.com", ...args], { cwd, env })
  ).stdout.trim();

const withToken = (token: string) => [
  "-c",
  `http.extraHeader=Authorization: basic ${Buffer.from(`x-access-token:${token}`).toString("base64")}`,
];

async function clone(login: string): Promise<string> {
  const target = await mkdtemp(join(folder, `${login}-`));
  await git(["clone", "-q", acme.fake.asUser(login).gitUrl("acme/shop"), target]);
  return target;
}

async function commitAndPush(work: string, branch: string, content: string, ...options: string[]): Promise<string> {
  await git(["checkout", "-q", "-B", branch], work);
  await writeFile(join(work, "shop", "ingress.yaml"), content);
  await git(["commit", "-qam", "Change the host"], work);
  await git(["push", "-q", ...options, "origin", branch], work);
  return git(["rev-parse", "HEAD"], work);
}

test("an App fetches a commit by its id, without blobs, and then the blobs that it needs", async () => {
  const number = await openChange(acme.fake, "fetched", "host: fetched.example.com\n");
  const { headSha } = acme.fake.pullRequest("acme/shop", number);
  const mirror = join(folder, "mirror.git");
  await git(["init", "-q", "--bare", mirror]);
  await git(["remote", "add", "origin", `${acme.fake.url}/acme/shop`], mirror);
  await git(["config", "remote.origin.promisor", "true"], mirror);
  await git([...withToken(acme.token), "fetch", "-q", "--filter=blob:none", "origin", headSha], mirror);
  const before = await git(["rev-list", "--objects", "--missing=print", headSha], mirror);
  expect(before.split("\n").filter((line) => line.startsWith("?")).length).toBeGreaterThan(0);
  expect(await git([...withToken(acme.token), "show", `${headSha}:shop/ingress.yaml`], mirror)).toBe(
    "host: fetched.example.com",
  );
});

test("a push to the branch of a pull request moves its head and is told as synchronize", async () => {
  const work = await clone("dora");
  const first = await commitAndPush(work, "pushed", "host: one.example.com\n");
  const number = await acme.fake.asUser("dora").openPullRequest("acme/shop", { head: "pushed" });
  const second = await commitAndPush(work, "pushed", "host: two.example.com\n");

  expect(acme.fake.pullRequest("acme/shop", number).headSha).toBe(second);
  const sent = acme.fake.deliveries
    .filter(({ action }) => action === "synchronize")
    .map(({ body }) => JSON.parse(body));
  expect(sent).toMatchObject([
    { number, before: first, after: second, sender: { login: "dora" }, pull_request: { head: { sha: second } } },
  ]);
  expect(await git(["ls-remote", "origin", `refs/pull/${number}/head`], work)).toContain(second);
});

test("a forced push says so", async () => {
  const work = await clone("dora");
  await commitAndPush(work, "forced", "host: a.example.com\n");
  await git(["commit", "-q", "--amend", "-m", "Another message"], work);
  await git(["push", "-q", "--force", "origin", "forced"], work);
  const pushes = acme.fake.deliveries.filter(({ event }) => event === "push").map(({ body }) => JSON.parse(body));
  expect(
    pushes.filter(({ ref }) => ref === "refs/heads/forced").map(({ created, forced }) => ({ created, forced })),
  ).toEqual([
    { created: true, forced: false },
    { created: false, forced: true },
  ]);
});

test("a protected branch and the refs of pull requests cannot be pushed to", async () => {
  await acme.fake.commit("acme/shop", "release", { author: "dora", files: { "r.yaml": "r: 1\n" } });
  acme.fake.protectBranch("acme/shop", "release", { requiredChecks: ["gatewarden"], appId: acme.app.appId });
  const work = await clone("dora");
  await git(["checkout", "-q", "release"], work);
  await expect(commitAndPush(work, "release", "host: x\n")).rejects.toThrow("GH006: Protected branch update failed");
  await expect(git(["push", "-q", "origin", "release:refs/pull/1/head"], work)).rejects.toThrow(
    "deny updating a hidden ref",
  );
  await expect(git(["push", "-q", "--mirror", "origin"], work)).rejects.toThrow();
});

test("an admin may push past the protection only where it lets them", async () => {
  acme.fake.createUser("ada");
  acme.fake.addCollaborator("acme/shop", "ada", "admin");
  const work = await clone("ada");
  acme.fake.protectBranch("acme/shop", "main", { requiredChecks: ["gatewarden"], enforceAdmins: true });
  await expect(commitAndPush(work, "main", "host: ada.example.com\n")).rejects.toThrow("GH006");
  acme.fake.protectBranch("acme/shop", "main", { requiredChecks: ["gatewarden"], enforceAdmins: false });
  await expect(commitAndPush(work, "main", "host: ada2.example.com\n")).resolves.toMatch(/^[0-9a-f]{40}$/);
  acme.fake.unprotectBranch("acme/shop", "main");
});

test("nobody pushes without write access, and nobody reads what is private", async () => {
  await acme.fake.createRepository({ owner: "acme", name: "secret", private: true });
  const target = (login: string) => acme.fake.asUser(login).gitUrl("acme/secret");
  await expect(git(["ls-remote", `${acme.fake.url}/acme/secret`])).rejects.toThrow("terminal prompts disabled");
  await expect(git(["ls-remote", target("eve")])).rejects.toThrow("not found");
  await expect(git([...withToken(acme.token), "ls-remote", `${acme.fake.url}/acme/secret.git`])).resolves.toContain(
    "refs/heads/main",
  );
  const work = await clone("eve");
  await expect(commitAndPush(work, "stranger", "host: eve.example.com\n")).rejects.toThrow("403");
});

test("the head of a fork can be fetched from the base repository, also after the fork is gone", async () => {
  const { fake } = acme;
  await fake.fork("acme/shop", "eve");
  const sha = await fake.commit("eve/shop", "idea", { author: "eve", files: { "idea.yaml": "i: 1\n" } });
  const number = await fake.asUser("eve").openPullRequest("acme/shop", { head: "eve:idea" });
  const pushed = await fake.commit("eve/shop", "idea", { author: "eve", files: { "idea.yaml": "i: 2\n" } });
  expect(fake.pullRequest("acme/shop", number).headSha).toBe(pushed);
  fake.deleteRepository("eve/shop");

  const { body } = await fake
    .asUser("dora")
    .request<{ head: { repo: unknown; sha: string } }>("GET", `/repos/acme/shop/pulls/${number}`);
  expect(body.head).toMatchObject({ repo: null, sha: pushed });
  const work = await clone("dora");
  await git(["fetch", "-q", "origin", `refs/pull/${number}/head`], work);
  expect(await git(["log", "--format=%H", `${sha}^..FETCH_HEAD`], work)).toBe(`${pushed}\n${sha}`);
});
