import { structuredPatch } from "diff/lib/patch/create.js";
import { BlobReader } from "./blob-reader.ts";
import type { ChangedFile } from "./desired-state.ts";
import type { Location } from "./location.ts";
import type { Tree, TreeEntry } from "./tree.ts";

export interface TouchedLines {
  /** Whether the pull request changed any line of the location, on the location's side. */
  touches(location: Location): boolean;
}

/**
 * The lines that differ between the two contents of each named file. Added and deleted files are touched everywhere, a
 * file that only moved nowhere. A pair of texts that is too large or too different to compare counts as touched everywhere.
 */
export async function touchedLines(
  tree: Tree,
  changed: readonly ChangedFile[],
  files: Iterable<string>,
): Promise<TouchedLines> {
  const named = new Set(files);
  const moved = movedPaths(changed);
  const everywhere = new Set<string>();
  const pairs: { path: string; before: TreeEntry; after: TreeEntry }[] = [];
  for (const { path, before, after } of changed) {
    if (!named.has(path) || moved.has(path)) continue;
    if (before && after) pairs.push({ path, before, after });
    else everywhere.add(path);
  }
  const texts = await readTexts(
    tree,
    pairs.flatMap(({ before, after }) => [before.blobId, after.blobId]),
  );
  const lines = new Map<string, SideLines>();
  for (const { path, before, after } of pairs) {
    const touched = compare(texts.get(before.blobId), texts.get(after.blobId));
    if (touched) lines.set(path, touched);
    else everywhere.add(path);
  }
  return {
    touches: ({ file, side, line, endLine }) => {
      if (everywhere.has(file)) return true;
      return lines.get(file)?.[side].some((touched) => touched >= line && touched <= endLine) ?? false;
    },
  };
}

interface SideLines {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

const maxBytes = 5_000_000;
const maxEditLength = 20_000;
const timeoutMs = 2_000;

/** Both ends of a rename without an edit: a deleted path and an added path with the same content. */
function movedPaths(changed: readonly ChangedFile[]): ReadonlySet<string> {
  const deleted = new Map<string, string[]>();
  for (const { path, before, after } of changed) {
    if (before && !after) deleted.set(before.blobId, [...(deleted.get(before.blobId) ?? []), path]);
  }
  const moved = new Set<string>();
  for (const { path, before, after } of changed) {
    if (before || !after) continue;
    const source = deleted.get(after.blobId)?.shift();
    if (source !== undefined) moved.add(path).add(source);
  }
  return moved;
}

async function readTexts(tree: Tree, blobIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const blobs = new BlobReader(tree, maxBytes);
  for (const blobId of new Set(blobIds)) {
    blobs.want(blobId, (content) => {
      if (content.kind === "content") texts.set(blobId, new TextDecoder().decode(content.bytes));
    });
  }
  await blobs.readAll();
  return texts;
}

function compare(before: string | undefined, after: string | undefined): SideLines | undefined {
  if (before === undefined || after === undefined) return undefined;
  const limits = { context: 0, maxEditLength, timeout: timeoutMs };
  const patch = structuredPatch("", "", before, after, undefined, undefined, limits);
  if (!patch) return undefined;
  const lines = { before: [] as number[], after: [] as number[] };
  for (const { oldStart, newStart, lines: changes } of patch.hunks) {
    let [left, right] = [oldStart, newStart];
    for (const change of changes) {
      if (change.startsWith("-")) lines.before.push(left++);
      else if (change.startsWith("+")) lines.after.push(right++);
      else if (!change.startsWith("\\")) {
        left++;
        right++;
      }
    }
  }
  return lines;
}
