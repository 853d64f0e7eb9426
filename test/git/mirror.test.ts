import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type Mirror, openMirror } from "../../src/git/mirror.ts";
import { readStates } from "../../src/kubernetes/read-states.ts";
import { ingress, names, role } from "../kubernetes/support.ts";
import { commitFiles, git, newRepository, temporaryFolder } from "./support.ts";

let folder: ReturnType<typeof temporaryFolder>;
let upstream: string;
const opened: Mirror[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  upstream = join(folder.path, "upstream");
  git(folder.path, "init", "--quiet", "upstream");
  newRepository(upstream);
  git(upstream, "config", "uploadpack.allowFilter", "true");
  git(upstream, "config", "uploadpack.allowAnySHA1InWant", "true");
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((mirror) => mirror.close()));
  folder.remove();
});

async function open(name = "mirror"): Promise<Mirror> {
  const mirror = await openMirror({ directory: join(folder.path, name), url: `file://${upstream}`, token: "s3cret" });
  opened.push(mirror);
  return mirror;
}

function blobsIn(directory: string): string[] {
  const all = git(directory, "cat-file", "--batch-all-objects", "--batch-check");
  return all.split("\n").filter((line) => line.includes(" blob "));
}

describe("a mirror", () => {
  test("has commits at once and contents when they are read", async () => {
    const before = commitFiles(upstream, { "a.yaml": ingress("a"), "b.txt": "never read" });
    const after = commitFiles(upstream, { "a.yaml": ingress("a", "new.example.com"), "r.yaml": role("r") });
    git(upstream, "update-ref", "refs/pull/7/head", after);
    const mirror = await open();
    const fetched = await mirror.fetch([before, "refs/pull/7/head"]);
    expect([...fetched.values()]).toEqual([before, after]);
    expect(blobsIn(join(folder.path, "mirror"))).toEqual([]);
    const states = await readStates(mirror, { before, after });
    expect(names(states.after.resources)).toEqual(["Ingress /a", "Role /r"]);
    expect(states.after.unread).toEqual([]);
    expect(blobsIn(join(folder.path, "mirror"))).toHaveLength(3);
    expect(await mirror.mergeBase(before, after)).toBe(before);
  });

  test("is used again after a restart, and fetches only what is new", async () => {
    const one = commitFiles(upstream, { "a.yaml": ingress("a") });
    await (await open()).fetch([one]);
    const two = commitFiles(upstream, { "b.yaml": ingress("b") });
    const mirror = await open();
    await mirror.fetch([two]);
    expect((await mirror.list(two)).map(({ path }) => path)).toEqual(["a.yaml", "b.yaml"]);
    expect(Buffer.from((await mirror.readFileAt(two, "b.yaml")) ?? []).toString()).toBe(ingress("b"));
  });

  test("serves fetches at the same time", async () => {
    const commits = Array.from({ length: 5 }, (_, i) => commitFiles(upstream, { [`${i}.yaml`]: ingress(`${i}`) }));
    const mirror = await open();
    const fetched = await Promise.all(commits.map((commit) => mirror.fetch([commit])));
    expect(fetched.map((one) => [...one.values()][0])).toEqual(commits);
  });

  test("fails with git's words where the remote has no such commit", async () => {
    commitFiles(upstream, { a: "a" });
    const mirror = await open();
    await expect(mirror.fetch(["1".repeat(40)])).rejects.toMatchObject({ code: "git-failed" });
  });

  test.each(["--upload-pack=touch x", "HEAD", "refs/heads/a:refs/heads/b", "+refs/heads/main", "refs/heads/../x"])(
    "does not pass %j to git",
    async (wanted) => {
      await expect((await open()).fetch([wanted])).rejects.toMatchObject({ code: "no-such-revision" });
    },
  );

  test("keeps the token out of its folder, and refuses one in the URL", async () => {
    const commit = commitFiles(upstream, { a: "a" });
    await (await open()).fetch([commit]);
    const config = readFileSync(join(folder.path, "mirror", "config"), "utf8");
    expect(config).not.toContain("s3cret");
    const options = { directory: join(folder.path, "x"), url: "https://user:pw@example.com/a", token: null };
    await expect(openMirror(options)).rejects.toThrow(/without credentials/);
  });

  test("reads what a vanished remote left, and says what is missing", async () => {
    const commit = commitFiles(upstream, { "a.yaml": ingress("a") });
    const mirror = await open();
    await mirror.fetch([commit]);
    git(folder.path, "-c", "alias.gone=!mv upstream elsewhere", "gone");
    expect((await mirror.list(commit)).map(({ path }) => path)).toEqual(["a.yaml"]);
    await expect(readStates(mirror, { before: commit, after: commit })).resolves.toBeDefined();
    await expect(mirror.readFileAt(commit, "a.yaml")).rejects.toMatchObject({ code: "git-failed" });
  });
});
