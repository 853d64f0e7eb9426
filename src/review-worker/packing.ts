import type { BlobContent, TreeEntry } from "../kubernetes/tree.ts";
import type { PackedBatch, PackedList } from "./messages.ts";

export function packList(entries: readonly TreeEntry[]): PackedList {
  return {
    paths: entries.map(({ path }) => path).join("\0"),
    modes: entries.map(({ mode }) => mode),
    blobIds: entries.map(({ blobId }) => blobId).join(" "),
  };
}

export function unpackList({ paths, modes, blobIds }: PackedList): readonly TreeEntry[] {
  const pathOf = paths.split("\0");
  const blobIdOf = blobIds.split(" ");
  return modes.map((mode, index) => ({ path: pathOf[index] ?? "", mode, blobId: blobIdOf[index] ?? "" }));
}

/** Copies the contents: what git gave us are windows into buffers that it uses for other contents too. */
export function packBatch(contents: readonly BlobContent[], isLast: boolean): PackedBatch {
  const bytes = new Uint8Array(contents.reduce((sum, content) => sum + sizeOf(content), 0));
  let at = 0;
  const blobs = contents.map((content) => {
    if (content.kind !== "content") return content;
    bytes.set(content.bytes, at);
    at += content.bytes.length;
    return { kind: content.kind, blobId: content.blobId, size: content.bytes.length };
  });
  return { blobs, bytes: bytes.buffer, isLast };
}

export function* unpackBatch({ blobs, bytes }: PackedBatch): Iterable<BlobContent> {
  let at = 0;
  for (const blob of blobs) {
    if (blob.kind === "content") {
      yield { kind: "content", blobId: blob.blobId, bytes: new Uint8Array(bytes, at, blob.size) };
      at += blob.size;
    } else {
      yield blob;
    }
  }
}

/** The bytes that a blob adds to a batch. */
export function sizeOf(content: BlobContent): number {
  return content.kind === "content" ? content.bytes.length : 0;
}
