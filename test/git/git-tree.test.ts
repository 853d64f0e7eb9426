import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { type GitRepository, openGitRepository } from "../../src/git/git-tree.ts";
import type { BlobContent } from "../../src/kubernetes/tree.ts";
import { commitFiles, git, newRepository, temporaryFolder } from "./support.ts";

let folder: ReturnType<typeof temporaryFolder>;
const opened: GitRepository[] = [];

beforeEach(() => {
  folder = temporaryFolder();
  newRepository(folder.path);
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((repository) => repository.close()));
  folder.remove();
});

async function open(directory = folder.path): Promise<GitRepository> {
  const repository = await openGitRepository(directory);
  opened.push(repository);
  return repository;
}

async function readAll(repository: GitRepository, ids: readonly string[], maxBytes?: number): Promise<BlobContent[]> {
  const contents: BlobContent[] = [];
  for await (const content of repository.read(ids, maxBytes === undefined ? {} : { maxBytes })) contents.push(content);
  return contents;
}

const text = (content: BlobContent | undefined) =>
  content?.kind === "content" ? Buffer.from(content.bytes).toString() : content?.kind;

function commitBlob(content: string): string {
  return execFileSync("git", ["hash-object", "-w", "--stdin"], { cwd: folder.path, input: content }).toString().trim();
}

test("a graft of the repository gives no commit other parents", async () => {
  const first = commitFiles(folder.path, { a: "1" });
  const second = commitFiles(folder.path, { a: "2" });
  const third = commitFiles(folder.path, { a: "3" });
  mkdirSync(join(folder.path, ".git/info"), { recursive: true });
  writeFileSync(join(folder.path, ".git/info/grafts"), `${third}\n${second} ${first} ${third}\n`);
  expect(await (await open()).mergeBase(second, third)).toBe(second);
});

describe("listing", () => {
  test("every file is listed with its exact path and mode", async () => {
    const paths = [
      "plain.yaml",
      "with space.yaml",
      "ümläut/日本.yaml",
      'quo"te.yaml',
      "new\nline.yaml",
      "tab\t.yaml",
      "-dash",
    ];
    symlinkSync("plain.yaml", join(folder.path, "link.yaml"));
    const commit = commitFiles(folder.path, Object.fromEntries(paths.map((path) => [path, path])));
    const entries = await (await open()).list(commit);
    expect(entries.map(({ path, mode }) => `${mode} ${path}`).sort()).toEqual(
      [...paths.map((path) => `file ${path}`), "symlink link.yaml"].sort(),
    );
  });

  test("a name that only looks like odd bytes is not the name that has them", async () => {
    const blob = commitBlob("a");
    const names = [
      Buffer.from("a\\xe9.yaml"),
      Buffer.from([0x61, 0xe9, ...Buffer.from(".yaml")]),
      Buffer.from("a\\b.yaml"),
    ];
    const index = Buffer.concat(names.flatMap((name) => [Buffer.from(`100644 ${blob} 0\t`), name, Buffer.from([0])]));
    execFileSync("git", ["update-index", "-z", "--index-info"], { cwd: folder.path, input: index });
    git(folder.path, "commit", "--quiet", "--message", "odd names");
    const entries = await (await open()).list(git(folder.path, "rev-parse", "HEAD"));
    expect(entries.map(({ path }) => path)).toEqual(["a\\b.yaml", "a\\\\xe9.yaml", "a\\xe9.yaml"]);
  });

  test("submodules are listed", async () => {
    const commit = commitFiles(folder.path, { a: "a" });
    git(folder.path, "update-index", "--add", "--cacheinfo", `160000,${commit},vendor`);
    git(folder.path, "commit", "--quiet", "--message", "vendor");
    const entries = await (await open()).list(git(folder.path, "rev-parse", "HEAD"));
    expect(entries.find(({ path }) => path === "vendor")).toEqual({
      path: "vendor",
      mode: "submodule",
      blobId: commit,
    });
  });

  test("two paths that are no UTF-8 stay two paths", async () => {
    const blob = git(folder.path, "hash-object", "-w", "--stdin");
    writeFileSync(
      join(folder.path, "tree"),
      Buffer.from(`100644 blob ${blob}\ta\xff\0` + `100644 blob ${blob}\ta\xfe\0`, "latin1"),
    );
    const tree = git(folder.path, "-c", "alias.mk=!git mktree -z <tree", "mk");
    const commit = git(folder.path, "commit-tree", "-m", "odd", tree);
    expect((await (await open()).list(commit)).map(({ path }) => path).sort()).toEqual(["a\\xfe", "a\\xff"]);
  });

  test("a commit that does not exist is an error", async () => {
    commitFiles(folder.path, { a: "a" });
    await expect((await open()).list("0".repeat(40))).rejects.toThrow(/not a tree object|bad object/);
  });
});

describe("reading", () => {
  test("blobs of every size come back as they are", async () => {
    const sizes = [0, 1, 511, 65_535, 65_536, 65_537, 300_000];
    const files = Object.fromEntries(sizes.map((size) => [`f${size}`, `${size}\n`.repeat(size).slice(0, size)]));
    const repository = await open();
    const entries = await repository.list(commitFiles(folder.path, files));
    const contents = await readAll(
      repository,
      entries.map(({ blobId }) => blobId),
    );
    const byId = new Map(contents.map((content) => [content.blobId, text(content)]));
    for (const { path, blobId } of entries) expect(byId.get(blobId)).toBe(files[path]);
  });

  test("thousands of blobs flow through without a deadlock, and each id is read once", async () => {
    const files = Object.fromEntries(Array.from({ length: 3000 }, (_, i) => [`f${i}`, `${i}`.repeat(50)]));
    const repository = await open();
    const ids = (await repository.list(commitFiles(folder.path, files))).map(({ blobId }) => blobId);
    expect(await readAll(repository, [...ids, ...ids])).toHaveLength(3000);
  });

  test("what is missing, a directory or too large is a value", async () => {
    const commit = commitFiles(folder.path, { "d/small": "s", large: "l".repeat(1000) });
    const repository = await open();
    const [small, large] = ["d/small", "large"].map((path) => git(folder.path, "rev-parse", `HEAD:${path}`));
    const directory = git(folder.path, "rev-parse", `${commit}:d`);
    const absent = "1".repeat(40);
    const contents = await readAll(repository, [absent, large ?? "", directory, small ?? ""], 100);
    expect(contents.map((content) => (content.kind === "too-large" ? content.size : text(content)))).toEqual([
      "missing",
      1000,
      "missing",
      "s",
    ]);
  });

  test("a reader may stop early, and readers may nest", async () => {
    const commit = commitFiles(folder.path, { a: "a", b: "b", c: "c" });
    const repository = await open();
    const ids = (await repository.list(commit)).map(({ blobId }) => blobId);
    for await (const outer of repository.read(ids)) {
      for await (const inner of repository.read([outer.blobId])) expect(text(inner)).toBe(text(outer));
      if (text(outer) === "b") break;
    }
    expect((await readAll(repository, ids)).map(text)).toEqual(["a", "b", "c"]);
  });

  test("one file of a commit is found by its path", async () => {
    const commit = commitFiles(folder.path, { "a b/*.yaml": "star", ":(top)x": "magic" });
    const repository = await open();
    const read = async (path: string) => {
      const bytes = await repository.readFileAt(commit, path);
      return bytes && Buffer.from(bytes).toString();
    };
    expect(await read("a b/*.yaml")).toBe("star");
    expect(await read(":(top)x")).toBe("magic");
    expect(await read("a b")).toBeNull();
    expect(await read("gone")).toBeNull();
  });

  test("only object ids are passed to git", async () => {
    const repository = await open();
    for (const id of ["--batch-all-objects", "HEAD", "abc\nHEAD", ""]) {
      await expect(readAll(repository, [id])).rejects.toThrow(/not a full object id/);
    }
  });
});

describe("history", () => {
  test("revisions are resolved to commits", async () => {
    const commit = commitFiles(folder.path, { a: "a" });
    git(folder.path, "tag", "-a", "-m", "v1", "v1");
    const repository = await open();
    for (const revision of ["HEAD", "main", "v1", commit, commit.slice(0, 8)])
      expect(await repository.resolve(revision)).toBe(commit);
  });

  test.each(["nope", "--all", "-h", "", "a\nb", "HEAD:a", "HEAD --all"])("%j is no revision", async (revision) => {
    commitFiles(folder.path, { a: "a" });
    await expect((await open()).resolve(revision)).rejects.toMatchObject({ code: "no-such-revision" });
  });

  test("the merge base is where two branches part, or null", async () => {
    const base = commitFiles(folder.path, { a: "a" });
    git(folder.path, "switch", "--quiet", "--create", "topic");
    const topic = commitFiles(folder.path, { b: "b" });
    git(folder.path, "switch", "--quiet", "main");
    const main = commitFiles(folder.path, { c: "c" });
    git(folder.path, "switch", "--quiet", "--orphan", "other");
    const orphan = commitFiles(folder.path, { d: "d" });
    const repository = await open();
    expect(await repository.mergeBase(topic, main)).toBe(base);
    expect(await repository.mergeBase(topic, orphan)).toBeNull();
    expect((await repository.commits({ from: base, to: main })).map(({ id, parents }) => [id, parents])).toEqual([
      [main, [base]],
    ]);
  });
});

describe("any repository", () => {
  test("is found from a folder inside it, from a worktree and as a bare clone", async () => {
    const commit = commitFiles(folder.path, { "d/a": "a" });
    git(folder.path, "worktree", "add", "--quiet", "--detach", "tree");
    git(folder.path, "clone", "--quiet", "--bare", ".", "bare.git");
    for (const directory of ["d", "tree", "bare.git", "."]) {
      const repository = await open(join(folder.path, directory));
      const entries = await repository.list(commit);
      expect(
        (
          await readAll(
            repository,
            entries.map(({ blobId }) => blobId),
          )
        ).map(text),
      ).toEqual(["a"]);
    }
  });

  test("with SHA-256 objects is read", async () => {
    const directory = join(folder.path, "sha256");
    mkdirSync(directory);
    git(directory, "init", "--quiet", "--object-format=sha256", ".");
    const commit = commitFiles(directory, { a: "a" });
    const repository = await open(directory);
    const entries = await repository.list(commit);
    expect(
      (
        await readAll(
          repository,
          entries.map(({ blobId }) => blobId),
        )
      ).map(text),
    ).toEqual(["a"]);
  });

  test("is not one: the error says so", async () => {
    const empty = temporaryFolder();
    await expect(openGitRepository(empty.path)).rejects.toMatchObject({ code: "no-repository" });
    await expect(openGitRepository(join(empty.path, "gone"))).rejects.toMatchObject({ code: "git-missing" });
    empty.remove();
  });

  test("runs nothing that its configuration names", async () => {
    const commit = commitFiles(folder.path, { ".gitattributes": "* filter=x diff=x\n", a: "a" });
    const trap = join(folder.path, "trap");
    for (const key of [
      "core.fsmonitor",
      "core.pager",
      "filter.x.smudge",
      "diff.x.textconv",
      "core.sshCommand",
      "core.askPass",
    ])
      git(folder.path, "config", key, `touch ${trap}`);
    const repository = await open();
    const entries = await repository.list(commit);
    await readAll(
      repository,
      entries.map(({ blobId }) => blobId),
    );
    await repository.resolve("HEAD");
    await repository.commits({ to: commit });
    expect(existsSync(trap)).toBe(false);
  });

  test("is not redirected by the environment", async () => {
    const commit = commitFiles(folder.path, { a: "a" });
    const environment = { GIT_DIR: "/nonexistent", GIT_OBJECT_DIRECTORY: "/nonexistent", GIT_INDEX_FILE: "/x" };
    Object.assign(process.env, environment);
    try {
      expect(await (await open()).resolve("HEAD")).toBe(commit);
    } finally {
      for (const name of Object.keys(environment)) delete process.env[name];
    }
  });

  test("leaves nothing behind once it is closed", async () => {
    const commit = commitFiles(folder.path, { a: "a" });
    const leftovers = () => readdirSync(tmpdir()).filter((name) => name.startsWith("gatewarden-git-")).length;
    const before = leftovers();
    const repository = await openGitRepository(folder.path);
    await readAll(
      repository,
      (await repository.list(commit)).map(({ blobId }) => blobId),
    );
    expect(leftovers()).toBeGreaterThanOrEqual(before);
    await repository.close();
    expect(leftovers()).toBeLessThanOrEqual(before);
  });

  test("that breaks while it is read is an error with git's words, not silence", async () => {
    const commit = commitFiles(folder.path, { a: "a".repeat(100) });
    const repository = await open();
    const [entry] = await repository.list(commit);
    const id = entry?.blobId ?? "";
    const object = join(folder.path, ".git/objects", id.slice(0, 2), id.slice(2));
    rmSync(object);
    writeFileSync(object, "garbage");
    const outcome = await readAll(repository, [id]).then(
      (contents) => contents.map((content) => content.kind),
      (error: Error) => error.message,
    );
    expect(String(outcome)).toMatch(/missing|git cat-file ended early: .*(corrupt|header)/s);
  });
});
