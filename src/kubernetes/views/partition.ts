import { directoryOf } from "../file-names.ts";
import { identityOf } from "../resource.ts";
import type { PlacedResource } from "./effective-paths.ts";

/** The directories that must be kept apart, because an object of one collides with an object of the other. */
export interface Partition {
  /** The parts of the repository, in path order; `[""]` if nothing collides. */
  readonly parts: readonly string[];
  /** The innermost separated directory that a path is in, `""` if it is in none and belongs to every part. */
  home(path: string): string;
}

/**
 * Splits directories until no two different objects of one identity share a part. Collisions are found on each side by
 * itself, and what either side needs applies to both. The parts add up, they do not multiply: splitting one directory
 * leaves the others as they are.
 */
export function partition(sides: readonly (readonly PlacedResource[])[]): Partition {
  const separated = new Set<string>();
  for (const side of sides) {
    for (const paths of collidingPaths(side)) separate("", paths, separated);
  }
  const parents = new Set<string>();
  for (const directory of separated) for (const parent of ancestors(directory)) parents.add(parent);
  const parts = [...separated].filter((directory) => !parents.has(directory)).sort();
  return {
    parts: parts.length > 0 ? parts : [""],
    home: (path) => [path, ...ancestors(path)].find((directory) => separated.has(directory)) ?? "",
  };
}

/** Every directory above a path, the innermost first, without the top. */
export function ancestors(path: string): string[] {
  const directories: string[] = [];
  for (let directory = directoryOf(path); directory !== ""; directory = directoryOf(directory))
    directories.push(directory);
  return directories;
}

function* collidingPaths(side: readonly PlacedResource[]): Iterable<readonly string[]> {
  const byIdentity = new Map<string, PlacedResource[]>();
  for (const placed of side) {
    if (placed.isVariant) continue;
    const identity = identityOf(placed.resource);
    const group = byIdentity.get(identity);
    if (group) group.push(placed);
    else byIdentity.set(identity, [placed]);
  }
  for (const group of byIdentity.values()) if (group.length > 1) yield withoutCopies(group);
}

/** Equal copies in one directory are applied to one place, where the second changes nothing. */
function withoutCopies(group: readonly PlacedResource[]): readonly string[] {
  const paths = new Map<string, string>();
  for (const { resource, path } of group) {
    paths.set(`${directoryOf(path)}\n${JSON.stringify(resource.data)}`, path);
  }
  return [...new Set(paths.values())];
}

/** Marks, at each place where the paths part, the directories (or files) that they go on to. */
function separate(directory: string, paths: readonly string[], separated: Set<string>): void {
  if (paths.length < 2) return;
  const children = new Map<string, string[]>();
  for (const path of paths) {
    const start = directory === "" ? 0 : directory.length + 1;
    const slash = path.indexOf("/", start);
    const child = slash < 0 ? path : path.slice(0, slash);
    const below = children.get(child);
    if (below) below.push(path);
    else children.set(child, [path]);
  }
  for (const [child, below] of children) {
    if (children.size > 1) separated.add(child);
    separate(child, below, separated);
  }
}
