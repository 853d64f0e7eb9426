import type { Unread } from "./desired-state.ts";
import { isManifestName } from "./file-names.ts";
import { isProtectedKindName } from "./kinds.ts";
import type { Side } from "./location.ts";
import type { RepositoryFiles } from "./repository-files.ts";
import type { Resource } from "./resource.ts";
import { unreadFile } from "./unread-file.ts";

/** Submodules, whose files are elsewhere, and symlinks that change what their directory deploys. */
export function* unreadLinks(
  files: RepositoryFiles,
  changedPaths: ReadonlySet<string>,
  resources: readonly Resource[],
  side: Side,
): Iterable<Unread> {
  for (const entry of files.entries.values()) {
    if (entry.mode === "submodule")
      yield unreadFile(entry, side, "submodule", "It is a submodule: its files are in another repository.");
    if (entry.mode !== "symlink") continue;
    const target = files.resolve("", entry.path);
    const isThere = target !== null && (files.has(target) || files.hasDirectory(target));
    if (!isThere && isManifestName(entry.path))
      yield unreadFile(entry, side, "symlink", "It is a symlink that leads out of the repository or nowhere.");
    // What stands behind a link is read at its own path; only a link that appears, goes or turns elsewhere is news.
    if (!isThere || !changedPaths.has(entry.path)) continue;
    const holds = protectedKindsBelow(target, resources);
    if (holds.length > 0)
      yield unreadFile(entry, side, "symlink", `It is a symlink that leads to ${target || "the top"}.`, holds);
  }
}

function protectedKindsBelow(target: string, resources: readonly Resource[]): readonly string[] {
  const below = resources.filter(({ file }) => file === target || target === "" || file.startsWith(`${target}/`));
  return [...new Set(below.map(({ kind }) => kind).filter(isProtectedKindName))].sort();
}
