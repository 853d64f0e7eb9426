import type { BlobReader } from "./blob-reader.ts";
import type { ManifestCache } from "./manifest-cache.ts";
import type { ParsedManifest } from "./parsed-manifest.ts";
import type { BlobContent } from "./tree.ts";

export type AbsentContent = Exclude<BlobContent, { kind: "content" }>;

/** What the blobs of both states hold. A blob that both have is wanted, read and parsed once. */
export class ManifestReader {
  readonly #blobs: BlobReader;
  readonly #cache: ManifestCache;
  /** Undefined while it is wanted. Kept here, because the cache may drop what it holds at any time. */
  readonly #results = new Map<string, ParsedManifest | AbsentContent | undefined>();

  constructor(blobs: BlobReader, cache: ManifestCache) {
    this.#blobs = blobs;
    this.#cache = cache;
  }

  want(blobId: string): void {
    if (this.#results.has(blobId)) return;
    const known = this.#cache.get(blobId);
    this.#results.set(blobId, known);
    if (known) return;
    this.#blobs.want(blobId, (content) => {
      this.#results.set(blobId, content.kind === "content" ? this.#cache.read(blobId, content.bytes) : content);
    });
  }

  manifest(blobId: string): ParsedManifest | undefined {
    const result = this.#results.get(blobId);
    return result && "objects" in result ? result : undefined;
  }

  absent(blobId: string): AbsentContent | undefined {
    const result = this.#results.get(blobId);
    return result && !("objects" in result) ? result : undefined;
  }
}
