import { directoryOf } from "../file-names.ts";
import { identityOf, type Resource } from "../resource.ts";
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
    for (const group of sharedIdentities(side)) separate("", group, separated);
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

interface Copy {
  readonly path: string;
  /** Equal for equal copies in one directory, which are applied to one place, where the second changes nothing. */
  readonly effect: string;
}

function* sharedIdentities(side: readonly PlacedResource[]): Iterable<readonly Copy[]> {
  const byIdentity = new Map<string, PlacedResource[]>();
  for (const placed of side) {
    if (placed.isVariant || isOnlyExplaining(placed.resource)) continue;
    const identity = identityOf(placed.resource);
    const group = byIdentity.get(identity);
    if (group) group.push(placed);
    else byIdentity.set(identity, [placed]);
  }
  for (const group of byIdentity.values()) if (group.length > 1) yield copies(group);
}

/**
 * Objects that only say where a certificate comes from open nothing themselves, and every namespace has its copy of some: they
 * keep no directories apart. Nor do workloads that are no more than their pods: every environment has other images.
 */
export function isOnlyExplaining({ group, onlyPods }: Resource): boolean {
  return group === "cert-manager.io" || onlyPods === true;
}

/** One for each path: of several in one file the last counts. */
function copies(group: readonly PlacedResource[]): readonly Copy[] {
  const byPath = new Map(group.map(({ path, resource }) => [path, resource]));
  return [...byPath].map(([path, { data }]) => ({ path, effect: `${directoryOf(path)}\n${JSON.stringify(data)}` }));
}

/** Marks, at each place where the paths part, the directories (or files) that they go on to. */
function separate(directory: string, group: readonly Copy[], separated: Set<string>): void {
  if (new Set(group.map(({ effect }) => effect)).size < 2) return;
  const children = new Map<string, Copy[]>();
  for (const copy of group) {
    const start = directory === "" ? 0 : directory.length + 1;
    const slash = copy.path.indexOf("/", start);
    const child = slash < 0 ? copy.path : copy.path.slice(0, slash);
    const below = children.get(child);
    if (below) below.push(copy);
    else children.set(child, [copy]);
  }
  for (const [child, below] of children) {
    if (children.size > 1) separated.add(child);
    separate(child, below, separated);
  }
}
