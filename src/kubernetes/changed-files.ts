import type { ChangedFile } from "./desired-state.ts";
import type { TreeEntry } from "./tree.ts";

/** The paths whose content differs between two commits, in path order. A changed executable bit is no difference. */
export function changedFiles(
  before: ReadonlyMap<string, TreeEntry>,
  after: ReadonlyMap<string, TreeEntry>,
): readonly ChangedFile[] {
  const changed: ChangedFile[] = [];
  for (const [path, entry] of before) {
    const other = after.get(path);
    if (!other) changed.push({ path, before: entry });
    else if (!isSame(entry, other)) changed.push({ path, before: entry, after: other });
  }
  for (const [path, entry] of after) if (!before.has(path)) changed.push({ path, after: entry });
  return changed.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function isSame(a: TreeEntry, b: TreeEntry): boolean {
  return a.blobId === b.blobId && (a.mode === "symlink") === (b.mode === "symlink");
}
