import { directoryOf, isBelow } from "../file-names.ts";
import { identityOf, type Resource } from "../resource.ts";
import type { PlacedResource } from "./effective-paths.ts";
import { isOnlyExplaining } from "./partition.ts";

/** A copy with other content that was put beside an object, or below it: what applies the folder may apply it instead. */
export interface OverridingCopy {
  /** The file of the object that was there. */
  readonly over: string;
  readonly copy: Resource;
}

/**
 * Copies that are new in *after* beside an object that was there. Folders that held such copies before are variants of each
 * other, of which each cluster receives one: there, one more is nothing unusual.
 */
export function overridingCopies(
  before: readonly PlacedResource[],
  after: readonly PlacedResource[],
): readonly OverridingCopy[] {
  const was = pathsByIdentity(before);
  const found = [...pathsByIdentity(after)].flatMap(([identity, now]) => {
    const old = was.get(identity);
    if (now.size < 2 || !old) return [];
    const fresh = [...now].filter(([path]) => !old.has(path));
    const stayed = [...now].filter(([path]) => old.has(path));
    return fresh.flatMap(([path, copy]) =>
      stayed
        .filter(([over, resource]) => mayOverride(path, over, copy) && contentOf(copy) !== contentOf(resource))
        .map(([over]) => ({ over, copy })),
    );
  });
  if (found.length === 0) return [];
  const usual = new Set([...was.values()].flatMap(pairsOfFolders));
  return found.filter(({ over, copy }) => !usual.has(folderPair(copy.file, over)));
}

/** Of several in one file the last counts. */
function pathsByIdentity(side: readonly PlacedResource[]): ReadonlyMap<string, ReadonlyMap<string, Resource>> {
  const found = new Map<string, Map<string, Resource>>();
  for (const { resource, path, isVariant } of side) {
    if (isVariant || isOnlyExplaining(resource)) continue;
    const identity = identityOf(resource);
    const paths = found.get(identity) ?? new Map<string, Resource>();
    found.set(identity, paths.set(path, resource));
  }
  return found;
}

/** What names no namespace may get another one in each folder. */
function mayOverride(path: string, over: string, { namespace }: Resource): boolean {
  const [one, other] = [directoryOf(path), directoryOf(over)];
  return one === other || (namespace !== undefined && (isBelow(one, other) || isBelow(other, one)));
}

function contentOf({ data }: Resource): string {
  return JSON.stringify(data);
}

/** Beyond this many copies, nobody looks which of them is beside which. */
const maxCopies = 100;

function pairsOfFolders(paths: ReadonlyMap<string, Resource>): readonly string[] {
  if (paths.size < 2) return [];
  const all = [...paths].slice(0, maxCopies).map(([path, resource]) => ({ path, content: contentOf(resource) }));
  return all.flatMap((one, index) =>
    all.slice(index + 1).flatMap((other) => (one.content === other.content ? [] : [folderPair(one.path, other.path)])),
  );
}

function folderPair(path: string, other: string): string {
  return [directoryOf(path), directoryOf(other)].sort().join("\n");
}
