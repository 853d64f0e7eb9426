import type { BlobContent, Tree } from "./tree.ts";

export type Receive = (content: BlobContent) => void;

/** Collects who wants which blob, so that every blob is read once for all of them. */
export class BlobReader {
  readonly #tree: Tree;
  readonly #maxBytes: number;
  readonly #wanted = new Map<string, Receive[]>();

  constructor(tree: Tree, maxBytes: number) {
    this.#tree = tree;
    this.#maxBytes = maxBytes;
  }

  want(blobId: string, receive: Receive): void {
    const waiting = this.#wanted.get(blobId);
    if (waiting) waiting.push(receive);
    else this.#wanted.set(blobId, [receive]);
  }

  /** Reads everything wanted so far. A blob that the tree passes over in silence counts as missing. */
  async readAll(): Promise<void> {
    const wanted = new Map(this.#wanted);
    this.#wanted.clear();
    if (wanted.size === 0) return;
    for await (const content of this.#tree.read([...wanted.keys()], { maxBytes: this.#maxBytes })) {
      for (const receive of wanted.get(content.blobId) ?? []) receive(content);
      wanted.delete(content.blobId);
    }
    for (const [blobId, waiting] of wanted) for (const receive of waiting) receive({ kind: "missing", blobId });
  }
}
