import type { Unread, UnreadReason } from "./desired-state.ts";
import type { Side } from "./location.ts";
import type { AbsentContent } from "./manifest-reader.ts";
import { topOfFile } from "./source-place.ts";
import type { TreeEntry } from "./tree.ts";

/** A whole file that cannot be read as what it is. */
export function unreadFile(
  { path: file, blobId }: TreeEntry,
  side: Side,
  reason: UnreadReason,
  detail: string,
  seemsToHold: readonly string[] = [],
): Unread {
  return { file, reason, detail, location: { ...topOfFile, file, side }, seemsToHold, blobId };
}

export function absentFile(entry: TreeEntry, side: Side, content: AbsentContent): Unread {
  return content.kind === "missing"
    ? unreadFile(entry, side, "missing-blob", "Its content is not in the object store.")
    : unreadFile(entry, side, "too-large", `It has ${content.size} bytes.`);
}
