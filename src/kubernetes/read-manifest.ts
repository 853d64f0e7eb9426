import { decodeText } from "./decode-text.ts";
import { fileMayHoldKind, seemsToHold } from "./may-hold-kind.ts";
import { emptyManifest, type ParsedManifest } from "./parsed-manifest.ts";
import { readDocument } from "./read-document.ts";
import { topOfFile } from "./source-place.ts";
import { type SourceDocument, splitDocuments } from "./split-documents.ts";

/** Reads every object of a file that concerns us, document by document, so that one bad document hides no other. */
export function readManifest(bytes: Uint8Array): ParsedManifest {
  const decoded = decodeText(bytes);
  if (decoded.kind === "encrypted")
    return unreadFile({ reason: "encrypted", detail: decoded.detail, place: topOfFile, seemsToHold: [] });
  if (decoded.kind === "unsupported-encoding") {
    const { kind: reason, detail, text } = decoded;
    return fileMayHoldKind(text)
      ? unreadFile({ reason, detail, place: topOfFile, seemsToHold: seemsToHold(text) })
      : emptyManifest;
  }
  if (!fileMayHoldKind(decoded.text)) return emptyManifest;
  const parts = splitDocuments(decoded.text).map((document) => readDocument(ownText(document, decoded.text.length)));
  const manifest = {
    objects: parts.flatMap((part) => part.objects),
    unread: parts.flatMap((part) => part.unread),
    notes: parts.flatMap((part) => part.notes),
  };
  return manifest.objects.length + manifest.unread.length + manifest.notes.length === 0 ? emptyManifest : manifest;
}

function unreadFile(unread: ParsedManifest["unread"][number]): ParsedManifest {
  return { ...emptyManifest, unread: [unread] };
}

/** V8 keeps a whole string alive for any slice of it: a small document must not pin a large file in the cache. */
function ownText(document: SourceDocument, fileLength: number): SourceDocument {
  if (document.text.length * 2 > fileLength || fileLength < 10_000) return document;
  return { ...document, text: Buffer.from(document.text).toString() };
}
