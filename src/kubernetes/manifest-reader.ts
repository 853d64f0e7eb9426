import type { BlobReader } from "./blob-reader.ts";
import type { ManifestCache } from "./manifest-cache.ts";
import type { ParsedManifest } from "./parsed-manifest.ts";
import type { ManifestOptions } from "./read-manifest.ts";
import type { BlobContent } from "./tree.ts";

export type AbsentContent = Exclude<BlobContent, { kind: "content" }>;

/** What the blobs of both states hold. A blob that both have is wanted, read and parsed once. */
export class ManifestReader {
  readonly #blobs: BlobReader;
  readonly #cache: ManifestCache;
  /** Kept here, because the cache may drop what it holds at any time. */
  readonly #results = new Map<string, ParsedManifest | AbsentContent>();
  /** Blobs that are about to be read, and how. */
  readonly #wanted = new Map<string, ManifestOptions>();

  constructor(blobs: BlobReader, cache: ManifestCache) {
    this.#blobs = blobs;
    this.#cache = cache;
  }

  /** Asks for a blob; one that was read without its workloads is read again for them. */
  want(blobId: string, options: ManifestOptions): void {
    const wanted = this.#wanted.get(blobId);
    if (wanted) {
      if (options.workloads) this.#wanted.set(blobId, options);
      return;
    }
    const result = this.#results.get(blobId);
    if (result && !("objects" in result && result.leftOut && options.workloads)) return;
    const known = this.#cache.get(blobId, options);
    if (known) {
      this.#results.set(blobId, known);
      return;
    }
    this.#wanted.set(blobId, options);
    this.#blobs.want(blobId, (content) => {
      const how = this.#wanted.get(blobId) ?? options;
      this.#wanted.delete(blobId);
      const isContent = content.kind === "content";
      this.#results.set(blobId, isContent ? this.#cache.read(blobId, content.bytes, how) : content);
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
