import { LRUCache } from "lru-cache";
import { emptyManifest, leftOutManifest, type ParsedManifest } from "./parsed-manifest.ts";
import { type ManifestOptions, readManifest } from "./read-manifest.ts";

/** Keeps what blobs hold, by content address, so that a blob is parsed once however many commits and paths show it. */
export interface ManifestCache {
  /** What a blob holds, if it was read before. It may hold workloads that were not asked for, never fewer than were. */
  get(blobId: string, options: ManifestOptions): ParsedManifest | undefined;
  /** Reads a blob's bytes, unless it was read before. */
  read(blobId: string, bytes: Uint8Array, options: ManifestOptions): ParsedManifest;
  /** How many blobs were parsed, and how many requests were answered without parsing. */
  readonly counters: { readonly parsed: number; readonly reused: number };
}

/** A cache of about `maxBytes` of memory; 64 MB hold the protected objects of some 30,000 files. */
export function createManifestCache({ maxBytes = 64_000_000 }: { readonly maxBytes?: number } = {}): ManifestCache {
  const manifests = new LRUCache<string, ParsedManifest>({ maxSize: maxBytes, sizeCalculation: sizeOf });
  const counters = { parsed: 0, reused: 0 };
  const get: ManifestCache["get"] = (blobId, { workloads }) => {
    const manifest = manifests.get(blobId);
    if (!manifest || (workloads && manifest.leftOut)) return undefined;
    counters.reused++;
    return manifest;
  };
  return {
    counters,
    get,
    read(blobId, bytes, options) {
      const known = get(blobId, options);
      if (known) return known;
      counters.parsed++;
      const manifest = readManifest(bytes, options);
      manifests.set(blobId, manifest);
      return manifest;
    },
  };
}

/** Text once, plain data about four times its text, and a fixed price for an entry. */
function sizeOf(manifest: ParsedManifest): number {
  if (manifest === emptyManifest || manifest === leftOutManifest) return 200;
  const sources = new Set(manifest.objects.map((object) => object.origin.source));
  let size = 500 + 300 * (manifest.objects.length + manifest.unread.length + manifest.notes.length);
  for (const source of sources) size += 5 * source.text.length;
  return size;
}
