import { describe, expect, test } from "@jest/globals";
import { createManifestCache } from "../../src/kubernetes/manifest-cache.ts";
import { readStates } from "../../src/kubernetes/read-states.ts";
import type { Tree } from "../../src/kubernetes/tree.ts";
import { type MemoryCommit, memoryTree } from "../support/memory-tree.ts";
import { ingress, names, readAdded, readBoth, role } from "./support.ts";

const deployment = "apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: a }\n";

/** A tree that counts the blobs it was asked for. */
function counting(commits: Readonly<Record<string, MemoryCommit>>): { tree: Tree; read: string[] } {
  const tree = memoryTree(commits);
  const read: string[] = [];
  return {
    read,
    tree: {
      list: (commit) => tree.list(commit),
      read(blobIds, options) {
        const ids = [...blobIds];
        read.push(...ids);
        return tree.read(ids, options);
      },
    },
  };
}

describe("what is read", () => {
  const base = { "a.yaml": ingress("a"), "b.yaml": role("b"), "README.md": "one" };

  test("both states hold everything once something protected changed", async () => {
    const { before, after, changed } = await readBoth(base, { ...base, "a.yaml": ingress("a", "other.example.com") });
    expect(names(before.resources)).toEqual(["Ingress /a", "Role /b"]);
    expect(names(after.resources)).toEqual(["Ingress /a", "Role /b"]);
    expect(changed.map(({ path }) => path)).toEqual(["a.yaml"]);
  });

  test("nothing is read where only a text changed", async () => {
    const { tree, read } = counting({ before: base, after: { ...base, "README.md": "two" } });
    const { before, after } = await readStates(tree, { before: "before", after: "after" });
    expect(read).toEqual([]);
    expect([...before.resources, ...after.resources]).toEqual([]);
  });

  test("one commit is read in full where everything is asked for", async () => {
    const tree = memoryTree({ one: base });
    const { before, after } = await readStates(tree, { before: "one", after: "one" }, { everything: true });
    expect(names(before.resources)).toEqual(["Ingress /a", "Role /b"]);
    expect(names(after.resources)).toEqual(["Ingress /a", "Role /b"]);
  });

  test("only the changed file is read where a Deployment changed", async () => {
    const { tree, read } = counting({
      before: { ...base, "d.yaml": deployment },
      after: { ...base, "d.yaml": `${deployment}spec: { replicas: 3 }\n` },
    });
    await readStates(tree, { before: "before", after: "after" });
    expect(new Set(read).size).toBe(2);
  });

  test("a blob that both states have is read once", async () => {
    const { tree, read } = counting({ before: base, after: { ...base, "c.yaml": ingress("a"), "d.yaml": role("d") } });
    await readStates(tree, { before: "before", after: "after" });
    expect(read.length).toBe(new Set(read).size);
  });

  test("a second review parses only what changed", async () => {
    const tree = memoryTree({
      one: base,
      two: { ...base, "a.yaml": ingress("a", "two.example.com") },
      three: { ...base, "a.yaml": ingress("a", "three.example.com") },
    });
    const cache = createManifestCache();
    await readStates(tree, { before: "one", after: "two" }, { cache });
    expect(cache.counters.parsed).toBe(3);
    await readStates(tree, { before: "two", after: "three" }, { cache });
    expect(cache.counters.parsed).toBe(4);
    expect(cache.counters.reused).toBeGreaterThan(0);
  });

  test("a cache that holds nothing changes no result", async () => {
    const tree = memoryTree({ before: base, after: { ...base, "c.yaml": ingress("c") } });
    const cache = createManifestCache({ maxBytes: 1 });
    const { after } = await readStates(tree, { before: "before", after: "after" }, { cache });
    expect(names(after.resources)).toEqual(["Ingress /a", "Ingress /c", "Role /b"]);
  });
});

describe("what cannot be read", () => {
  const unreadOf = async (files: MemoryCommit) =>
    (await readAdded(files)).unread.map(({ file, reason, seemsToHold }) => [file, reason, ...seemsToHold].join(" "));

  test("a missing and an oversize blob are reported", async () => {
    const tree = memoryTree({ before: {}, after: { "a.yaml": ingress("a"), "b.yaml": ingress("b".repeat(500)) } });
    const lossy: Tree = {
      list: (commit) => tree.list(commit),
      async *read(ids, options) {
        for await (const blob of tree.read(ids, options)) {
          const isFirst = blob.kind === "content" && blob.bytes.length < 400;
          yield isFirst ? { kind: "missing", blobId: blob.blobId } : blob;
        }
      },
    };
    const { after } = await readStates(lossy, { before: "before", after: "after" }, { limits: { maxFileBytes: 500 } });
    expect(after.unread.map(({ file, reason }) => `${file} ${reason}`)).toEqual([
      "a.yaml missing-blob",
      "b.yaml too-large",
    ]);
  });

  test("a submodule is reported", async () => {
    expect(await unreadOf({ vendor: { mode: "submodule", content: "x" } })).toEqual(["vendor submodule"]);
  });

  test("a directory may be called like a manifest", async () => {
    expect(names((await readAdded({ "receiver.yaml/ingress.yaml": ingress("a") })).resources)).toEqual(["Ingress /a"]);
  });

  test("a changed template that produces manifests is reported with the kinds it shows", async () => {
    expect(
      await unreadOf({
        "a.yaml.j2": "kind: Ingress\n",
        "nginx.conf.j2": "listen {{ port }}",
        "b.jsonnet": "{ kind: 'Role' }",
      }),
    ).toEqual(["a.yaml.j2 template Ingress", "b.jsonnet template Role"]);
  });

  test("an unchanged template is not read", async () => {
    const template = { "a.yaml.j2": "kind: Ingress\n" };
    const { after } = await readBoth(template, { ...template, "b.yaml": ingress("b") });
    expect(after.unread).toEqual([]);
  });
});

describe("symlinks", () => {
  const link = (content: string) => ({ mode: "symlink", content }) as const;

  test("a new link to a manifest deploys it in another place", async () => {
    const base = { "base/a.yaml": ingress("a") };
    const { after } = await readBoth(base, { ...base, "prod/a.yaml": link("../base/a.yaml") });
    expect(after.unread).toMatchObject([{ file: "prod/a.yaml", reason: "symlink", seemsToHold: ["Ingress"] }]);
    expect(names(after.resources)).toEqual(["Ingress /a"]);
  });

  test("an unchanged link inside the repository is silent", async () => {
    const base = { "base/a.yaml": ingress("a"), "prod/a.yaml": link("../base/a.yaml") };
    const { after } = await readBoth(base, { ...base, "b.yaml": role("b") });
    expect(after.unread).toEqual([]);
  });

  test("a link to a new directory is reported with the kinds in it", async () => {
    const base = { "v1/a.yaml": deployment, "v2/a.yaml": ingress("a") };
    const { after } = await readBoth({ ...base, prod: link("v1") }, { ...base, prod: link("v2") });
    expect(after.unread).toMatchObject([{ file: "prod", reason: "symlink", seemsToHold: ["Ingress"] }]);
  });

  test.each(["/etc/passwd", "../../outside.yaml", "nowhere.yaml", "a.yaml"])(
    "a link to %s shows nothing",
    async (target) => {
      const { after } = await readBoth({}, { "a.yaml": link(target), "b.yaml": role("b") });
      expect(after.unread).toMatchObject([{ file: "a.yaml", reason: "symlink" }]);
    },
  );

  test("a change to what a link calls a manifest is seen", async () => {
    const base = { "a.yaml": link("a.txt") };
    const { after } = await readBoth({ ...base, "a.txt": role("a") }, { ...base, "a.txt": ingress("a") });
    expect(names(after.resources)).toEqual(["Ingress /a"]);
  });

  test("what a link calls a manifest is read as one", async () => {
    expect(names((await readAdded({ "a.yaml": link("a.txt"), "a.txt": ingress("a") })).resources)).toEqual([
      "Ingress /a",
    ]);
  });

  test("a kustomization behind a symlink names resources too", async () => {
    const base = { "x/k.txt": "resources: [notes.txt]\n", "y/kustomization.yaml": link("../x/k.txt") };
    const { after } = await readBoth({ ...base, "y/notes.txt": role("a") }, { ...base, "y/notes.txt": ingress("a") });
    expect(names(after.resources)).toEqual(["Ingress /a"]);
  });
});

test("which of two different objects of one name in a file counts is unknown", async () => {
  const { unread } = await readAdded({ "a.yaml": `${role("a", "get")}---\n${role("a", "'*'")}` });
  expect(unread).toMatchObject([{ file: "a.yaml", reason: "invalid-object", location: { line: 1 } }]);
  expect(unread[0]?.seemsToHold).toEqual(["Role"]);
});

test("an equal object that stands twice in one file is nothing to note", async () => {
  expect((await readAdded({ "a.yaml": `${role("a")}---\n${role("a")}` })).unread).toEqual([]);
});
