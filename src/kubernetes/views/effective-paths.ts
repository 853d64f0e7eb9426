import type { DesiredState } from "../desired-state.ts";
import { directoryOf, fileNameOf } from "../file-names.ts";
import { identityOf, type Resource } from "../resource.ts";

/** An object with the path that decides which part of the repository it belongs to. */
export interface PlacedResource {
  readonly resource: Resource;
  /** For an object of *before* that moved: where it stands now. */
  readonly path: string;
  /** Another object of *before* moved to the same place, and comes first. */
  readonly isVariant: boolean;
}

export function placeAfter(after: DesiredState): readonly PlacedResource[] {
  return after.resources.map((resource) => ({ resource, path: resource.file, isVariant: false }));
}

/**
 * Follows the objects of *before* to where they stand in *after*, so that a move is no difference: an object that left its
 * file is found again in a file that did not hold its identity, best in one with the very same content, else under the
 * most similar path. Two objects may have become one (copies merged into a base); the less similar is then a variant.
 */
export function placeBefore(before: DesiredState, after: DesiredState): readonly PlacedResource[] {
  const filesBefore = filesByIdentity(before.resources);
  const filesAfter = filesByIdentity(after.resources);
  const moves = new Map<string, ReadonlyMap<string, Move>>();
  for (const [identity, files] of filesBefore) {
    const now = filesAfter.get(identity) ?? new Set();
    const left = [...files].filter((file) => !now.has(file));
    const appeared = [...now].filter((file) => !files.has(file));
    if (left.length > 0 && appeared.length > 0) moves.set(identity, matchMoves(left, appeared, before, after));
  }
  return before.resources.map((resource) => {
    const move = moves.get(identityOf(resource))?.get(resource.file);
    return { resource, path: move?.to ?? resource.file, isVariant: move?.isVariant ?? false };
  });
}

interface Move {
  readonly to: string;
  readonly isVariant: boolean;
}

function filesByIdentity(resources: readonly Resource[]): ReadonlyMap<string, ReadonlySet<string>> {
  const files = new Map<string, Set<string>>();
  for (const resource of resources) {
    const identity = identityOf(resource);
    const known = files.get(identity);
    if (known) known.add(resource.file);
    else files.set(identity, new Set([resource.file]));
  }
  return files;
}

/** Beyond this many pairs, candidates are matched in path order: only generated files are copied that often. */
const maxPairs = 250_000;

function matchMoves(left: string[], appeared: string[], before: DesiredState, after: DesiredState): Map<string, Move> {
  const moves = new Map<string, Move>();
  const taken = new Set<string>();
  for (const { from, to } of candidates(left.sort(), appeared.sort(), before, after)) {
    if (moves.has(from) || taken.has(to)) continue;
    moves.set(from, { to, isVariant: false });
    taken.add(to);
  }
  for (const from of left) {
    if (moves.has(from)) continue;
    const [best] = candidates([from], appeared.slice(0, maxPairs), before, after);
    if (best) moves.set(from, { to: best.to, isVariant: true });
  }
  return moves;
}

function candidates(left: readonly string[], appeared: readonly string[], before: DesiredState, after: DesiredState) {
  if (left.length * appeared.length > maxPairs)
    return left.flatMap((from, index) => {
      const to = appeared[index];
      return to === undefined ? [] : [{ from, to, score: 0 }];
    });
  const pairs = left.flatMap((from) => {
    const blobId = before.entries.get(from)?.blobId;
    return appeared.map((to) => {
      const isSameBlob = blobId !== undefined && after.entries.get(to)?.blobId === blobId;
      return { from, to, score: similarity(from, to) + (isSameBlob ? 1_000_000 : 0) };
    });
  });
  return pairs.sort((a, b) => b.score - a.score || compare(a.from, b.from) || compare(a.to, b.to));
}

/** Equal file name first, then directories in common from the end, then from the start. */
function similarity(a: string, b: string): number {
  const [left, right] = [directoryOf(a).split("/"), directoryOf(b).split("/")];
  const suffix = commonLength([...left].reverse(), [...right].reverse());
  return (fileNameOf(a) === fileNameOf(b) ? 100_000 : 0) + suffix * 300 + commonLength(left, right);
}

function commonLength(a: readonly string[], b: readonly string[]): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
