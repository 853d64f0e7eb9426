import { decodeText } from "./decode-text.ts";
import { fileMayHoldKind, fileMayHoldWorkload, seemsToHold } from "./may-hold-kind.ts";
import { emptyManifest, leftOutManifest, type ParsedManifest } from "./parsed-manifest.ts";
import { readDocument } from "./read-document.ts";
import { topOfFile } from "./source-place.ts";
import { type SourceDocument, splitDocuments } from "./split-documents.ts";

export interface ManifestOptions {
  /** Whether to read the workloads that matter to network policies alone as well. */
  readonly workloads: boolean;
}

/** Reads every object of a file that concerns us, document by document, so that one bad document hides no other. */
export function readManifest(bytes: Uint8Array, options: ManifestOptions = { workloads: true }): ParsedManifest {
  const decoded = decodeText(bytes);
  if (decoded.kind === "encrypted")
    return unreadFile({ reason: "encrypted", detail: decoded.detail, place: topOfFile, seemsToHold: [] });
  if (decoded.kind === "unsupported-encoding") {
    const { kind: reason, detail, text } = decoded;
    return fileMayHoldKind(text)
      ? unreadFile({ reason, detail, place: topOfFile, seemsToHold: seemsToHold(text) })
      : emptyManifest;
  }
  if (!fileMayHoldKind(decoded.text)) {
    if (!fileMayHoldWorkload(decoded.text)) return emptyManifest;
    if (!options.workloads) return leftOutManifest;
  }
  const parts = splitDocuments(decoded.text).map((document) =>
    readDocument(ownText(document, decoded.text.length), options),
  );
  const manifest = {
    objects: parts.flatMap((part) => part.objects),
    unread: parts.flatMap((part) => part.unread),
    notes: parts.flatMap((part) => part.notes),
    leftOut: parts.some((part) => part.leftOut),
  };
  if (manifest.objects.length + manifest.unread.length + manifest.notes.length > 0) return manifest;
  return manifest.leftOut ? leftOutManifest : emptyManifest;
}

function unreadFile(unread: ParsedManifest["unread"][number]): ParsedManifest {
  return { ...emptyManifest, unread: [unread] };
}

/** V8 keeps a whole string alive for any slice of it: a small document must not pin a large file in the cache. */
function ownText(document: SourceDocument, fileLength: number): SourceDocument {
  if (document.text.length * 2 > fileLength || fileLength < 10_000) return document;
  return { ...document, text: Buffer.from(document.text).toString() };
}
