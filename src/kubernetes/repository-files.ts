import { directoryOf } from "./file-names.ts";
import type { TreeEntry } from "./tree.ts";

/** The paths of one commit, with symlinks followed: what a reference in a file points to. */
export interface RepositoryFiles {
  readonly entries: ReadonlyMap<string, TreeEntry>;
  has(path: string): boolean;
  hasDirectory(path: string): boolean;
  /** Every file below a directory. */
  under(directory: string): readonly string[];
  /** The real path of `reference` as seen from a directory, or null where it leaves the repository or loops. */
  resolve(directory: string, reference: string): string | null;
}

/** `linkTargets` are the texts of the symlinks, by path. */
export function repositoryFiles(
  entries: ReadonlyMap<string, TreeEntry>,
  linkTargets: ReadonlyMap<string, string>,
): RepositoryFiles {
  const directories = directoriesOf(entries.keys());
  const sorted = [...entries.keys()].sort();
  return {
    entries,
    has: (path) => entries.has(path),
    hasDirectory: (path) => directories.has(path),
    under: (directory) => filesUnder(sorted, directory),
    resolve: (directory, reference) => {
      if (reference.startsWith("/")) return null;
      return followLinks(directory === "" ? reference : `${directory}/${reference}`, linkTargets);
    },
  };
}

function directoriesOf(paths: Iterable<string>): Set<string> {
  const directories = new Set<string>([""]);
  for (const path of paths) {
    for (let dir = directoryOf(path); dir !== "" && !directories.has(dir); dir = directoryOf(dir)) directories.add(dir);
  }
  return directories;
}

function filesUnder(sorted: readonly string[], directory: string): readonly string[] {
  if (directory === "") return sorted;
  const prefix = `${directory}/`;
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? "") < prefix) low = middle + 1;
    else high = middle;
  }
  let end = low;
  while (sorted[end]?.startsWith(prefix)) end++;
  return sorted.slice(low, end);
}

const maxLinks = 40;

function followLinks(path: string, linkTargets: ReadonlyMap<string, string>): string | null {
  const pending = path.split("/").reverse();
  const resolved: string[] = [];
  let links = 0;
  while (pending.length > 0) {
    const part = pending.pop();
    if (part === undefined || part === "" || part === ".") continue;
    if (part === "..") {
      if (resolved.pop() === undefined) return null;
      continue;
    }
    resolved.push(part);
    const target = linkTargets.size > 0 ? linkTargets.get(resolved.join("/")) : undefined;
    if (target === undefined) continue;
    if (target.startsWith("/") || ++links > maxLinks) return null;
    resolved.pop();
    pending.push(...target.split("/").reverse());
  }
  return resolved.join("/");
}
