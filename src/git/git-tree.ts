import type { BlobContent, FileMode, Tree, TreeEntry } from "../kubernetes/tree.ts";
import { CatFile } from "./cat-file.ts";
import { GitError } from "./git-error.ts";
import { type ObjectStore, openObjectStore } from "./object-store.ts";
import { runGit } from "./run-git.ts";

export interface GitCommit {
  readonly id: string;
  readonly parents: readonly string[];
  /** Committer time in milliseconds since 1970. */
  readonly time: number;
}

/** A working repository or a bare one, read through git's plumbing. Nothing in it is changed, and nothing of it is run. */
export interface GitRepository extends Tree {
  /** The commit that a revision names. Fails with `no-such-revision`. */
  resolve(revision: string): Promise<string>;
  /** The best common ancestor of two commits; null if they have none. */
  mergeBase(a: string, b: string): Promise<string | null>;
  /** The commits that are reachable from `to` and not from `from`, newest first. */
  commits(range: CommitRange): Promise<readonly GitCommit[]>;
  /** The content of one file; null if the commit has no such file, or its content is missing. */
  readFileAt(commit: string, path: string): Promise<Uint8Array | null>;
  /** Those of the given objects that are not in the object store, as in a partial clone. */
  missing(objectIds: readonly string[]): Promise<readonly string[]>;
  /** Ends the git processes. */
  close(): Promise<void>;
}

export interface CommitRange {
  readonly to: string;
  readonly from?: string;
  readonly firstParent?: boolean;
  readonly max?: number;
}

/** Opens the repository that a directory is in or is. Fails with `no-repository`. */
export async function openGitRepository(
  directory: string,
  options: { readonly temporaryFolder?: string } = {},
): Promise<GitRepository> {
  const { gitDirectory, objects, format } = await findRepository(directory);
  const store = openObjectStore(objects, format, options.temporaryFolder);
  const readers = catFilePool(store);
  const git = (args: readonly string[], answers: readonly number[] = [0]) =>
    runGit(args, { directory: gitDirectory, env: { GIT_DIR: gitDirectory }, answers });
  const objectGit = (args: readonly string[], input = "") =>
    runGit(args, { directory: store.directory, env: store.env, input });

  const list = remembered(async (commit: string): Promise<readonly TreeEntry[]> => {
    return parseEntries((await objectGit(["ls-tree", "-r", "-z", "--full-tree", objectId(commit)])).stdout);
  });

  return {
    list,
    read: (blobIds, options) => readers.read([...new Set(blobIds)], options?.maxBytes ?? Number.POSITIVE_INFINITY),
    async resolve(revision) {
      const args = ["rev-parse", "--verify", "--quiet", "--end-of-options", `${checkedRevision(revision)}^{commit}`];
      const { stdout } = await git(args, [0, 1, 128]);
      const id = /[0-9a-f]{40,64}\s*$/.exec(stdout.toString())?.[0].trim();
      if (!id) throw new GitError("no-such-revision", `There is no commit ${JSON.stringify(revision)}.`);
      return id;
    },
    async mergeBase(a, b) {
      const { exitCode, stdout } = await git(["merge-base", "--end-of-options", objectId(a), objectId(b)], [0, 1]);
      return exitCode === 0 ? (stdout.toString().split("\n")[0] ?? null) : null;
    },
    async commits({ to, from, firstParent, max }) {
      const options = [
        ...(firstParent ? ["--first-parent"] : []),
        ...(max === undefined ? [] : [`--max-count=${max}`]),
      ];
      const range = from === undefined ? [objectId(to)] : [objectId(to), `^${objectId(from)}`];
      const { stdout } = await git(["rev-list", "--timestamp", "--parents", ...options, "--end-of-options", ...range]);
      return stdout.toString().split("\n").filter(Boolean).map(parseCommit);
    },
    async readFileAt(commit, path) {
      const { stdout } = await objectGit(["ls-tree", "-z", "--full-tree", objectId(commit), "--", path]);
      const entry = parseEntries(stdout).find((candidate) => candidate.path === path);
      if (!entry || entry.mode === "submodule") return null;
      for await (const content of readers.read([entry.blobId], Number.POSITIVE_INFINITY)) {
        if (content.kind === "content") return content.bytes;
      }
      return null;
    },
    async missing(objectIds) {
      if (objectIds.length === 0) return [];
      const { stdout } = await objectGit(["cat-file", "--batch-check"], `${objectIds.map(objectId).join("\n")}\n`);
      return [...stdout.toString("latin1").matchAll(/^([0-9a-f]+) missing$/gm)].map(([, id]) => id ?? "");
    },
    async close() {
      await readers.close();
      await store.close();
    },
  };
}

/** Policy, CODEOWNERS and the review ask for the same lists: those of the last commits are kept, they cannot change. */
function remembered<T>(read: (commit: string) => Promise<T>, most = 3): (commit: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (commit) => {
    const found = known.get(commit) ?? read(commit);
    known.delete(commit);
    known.set(commit, found);
    for (const oldest of [...known.keys()].slice(0, -most)) known.delete(oldest);
    found.catch(() => known.delete(commit));
    return found;
  };
}

async function findRepository(directory: string) {
  const args = ["rev-parse", "--absolute-git-dir", "--git-path", "objects", "--show-object-format"];
  const { exitCode, stdout } = await runGit(args, { directory, answers: [0, 128] });
  if (exitCode !== 0) throw new GitError("no-repository", `${directory} is not a git repository.`);
  const [gitDirectory = "", , format] = stdout.toString().split("\n");
  // Asked for again from inside, because `--git-path` answers relative to where it is asked; worktrees share objects.
  const inside = await runGit(["rev-parse", "--path-format=absolute", "--git-path", "objects"], {
    directory: gitDirectory,
    env: { GIT_DIR: gitDirectory },
  });
  const objects = inside.stdout.toString().replace(/\n$/, "");
  return { gitDirectory, objects, format: format === "sha256" ? ("sha256" as const) : ("sha1" as const) };
}

/** Readers may overlap or nest; each gets a process of its own, and idle ones are kept for the next. */
function catFilePool(store: ObjectStore) {
  const idle: CatFile[] = [];
  const busy = new Set<CatFile>();
  return {
    async *read(blobIds: readonly string[], maxBytes: number): AsyncIterable<BlobContent> {
      for (const id of blobIds) objectId(id);
      if (blobIds.length === 0) return;
      let reader = idle.pop();
      while (reader && !reader.isAlive) reader = idle.pop();
      reader ??= new CatFile(store);
      busy.add(reader);
      let isDone = false;
      try {
        yield* reader.read(blobIds, maxBytes);
        isDone = true;
      } finally {
        busy.delete(reader);
        if (isDone) idle.push(reader);
        else reader.kill();
      }
    },
    async close() {
      for (const reader of busy) reader.kill();
      await Promise.all([...idle, ...busy].map((reader) => reader.close()));
      idle.length = 0;
    },
  };
}

/** Ids come from payloads and command lines: only what cannot be an option or another revision passes. */
export function objectId(id: string): string {
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(id))
    throw new GitError("no-such-revision", `${JSON.stringify(id.slice(0, 100))} is not a full object id.`);
  return id;
}

function checkedRevision(revision: string): string {
  if (revision === "" || revision.startsWith("-") || /[\u0000-\u001f\u007f]/.test(revision))
    throw new GitError("no-such-revision", `${JSON.stringify(revision.slice(0, 100))} is not a revision.`);
  return revision;
}

const modes: Readonly<Record<string, FileMode>> = {
  "120000": "symlink",
  "160000": "submodule",
  "100755": "executable",
};

function parseEntries(output: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = [];
  for (let start = 0; start < output.length; ) {
    const end = output.indexOf(0, start);
    const tab = output.indexOf(9, start);
    const [mode = "", type, blobId = ""] = output.toString("latin1", start, tab).split(" ");
    if (type !== "tree")
      entries.push({ path: pathOf(output.subarray(tab + 1, end)), mode: modes[mode] ?? "file", blobId });
    start = end + 1;
  }
  return entries;
}

/**
 * Paths are bytes to git. Those that are no UTF-8 show their odd bytes as `\xHH`, and backslashes that could be mistaken
 * for that are doubled, so that two never become one.
 */
function pathOf(bytes: Buffer): string {
  const path = bytes.toString("utf8");
  if (!path.includes("\ufffd") || Buffer.from(path).equals(bytes))
    return /\\[x\\]/.test(path) ? path.replaceAll("\\", "\\\\") : path;
  const escaped = bytes.toString("latin1").replaceAll("\\", "\\\\");
  return escaped.replace(/[\x80-\xff]/g, (c) => `\\x${c.charCodeAt(0).toString(16)}`);
}

function parseCommit(line: string): GitCommit {
  const [time = "0", id = "", ...parents] = line.split(" ");
  return { id, parents, time: Number(time) * 1000 };
}
