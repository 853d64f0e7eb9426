import { createHash } from "node:crypto";
import type { BlobContent, FileMode, Tree, TreeEntry } from "../../src/kubernetes/tree.ts";

export type MemoryFile = string | Uint8Array | { readonly mode: FileMode; readonly content: string };
export type MemoryCommit = Readonly<Record<string, MemoryFile>>;

/** A Tree over files in memory: `memoryTree({ before: { "a.yaml": "…" }, after: { … } })`; commits are the given names. */
export function memoryTree(commits: Readonly<Record<string, MemoryCommit>>): Tree {
  const blobs = new Map<string, Uint8Array>();
  const lists = new Map<string, TreeEntry[]>();
  for (const [commit, files] of Object.entries(commits)) {
    const entries = Object.entries(files).map(([path, file]): TreeEntry => {
      const mode = typeof file === "string" || file instanceof Uint8Array ? "file" : file.mode;
      const content = typeof file === "string" || file instanceof Uint8Array ? file : file.content;
      const bytes = typeof content === "string" ? new TextEncoder().encode(content) : content;
      const blobId = createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");
      blobs.set(blobId, bytes);
      return { path, mode, blobId };
    });
    lists.set(
      commit,
      entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
  }
  return {
    async list(commit) {
      const entries = lists.get(commit);
      if (!entries) throw new Error(`no such commit: ${commit}`);
      return entries;
    },
    async *read(blobIds, options): AsyncIterable<BlobContent> {
      for (const blobId of new Set(blobIds)) {
        const bytes = blobs.get(blobId);
        if (!bytes) yield { kind: "missing", blobId };
        else if (options?.maxBytes !== undefined && bytes.length > options.maxBytes)
          yield { kind: "too-large", blobId, size: bytes.length };
        else yield { kind: "content", blobId, bytes };
      }
    },
  };
}
