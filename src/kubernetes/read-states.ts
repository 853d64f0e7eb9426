import { BlobReader } from "./blob-reader.ts";
import { changedFiles } from "./changed-files.ts";
import type { ChangedFile, DesiredState } from "./desired-state.ts";
import { createManifestCache, type ManifestCache } from "./manifest-cache.ts";
import { ManifestReader } from "./manifest-reader.ts";
import { StateReader } from "./state-reader.ts";
import type { Tree, TreeEntry } from "./tree.ts";

export interface Limits {
  /** Larger files are not read: they become `too-large`. */
  readonly maxFileBytes: number;
}

const defaultLimits: Limits = { maxFileBytes: 25_000_000 };

export interface ReadOptions {
  readonly cache?: ManifestCache;
  readonly limits?: Partial<Limits>;
  /** Reads both states whether a changed file can matter or not: for what is said about a commit itself. */
  readonly everything?: boolean;
}

export interface ReadStates {
  readonly before: DesiredState;
  readonly after: DesiredState;
  readonly changed: readonly ChangedFile[];
}

/**
 * Reads what two commits declare. Where no changed file can matter, the states are empty and the rest of the
 * repository is not read; otherwise both states hold everything of kinds.ts, because effects join objects of many files.
 * Throws only if a commit does not exist or the tree itself fails.
 */
export async function readStates(
  tree: Tree,
  commits: { readonly before: string; readonly after: string },
  options: ReadOptions = {},
): Promise<ReadStates> {
  const { cache = createManifestCache(), everything = false } = options;
  const { maxFileBytes } = { ...defaultLimits, ...options.limits };
  const [listBefore, listAfter] = await Promise.all([entriesOf(tree, commits.before), entriesOf(tree, commits.after)]);
  const changed = changedFiles(listBefore, listAfter);
  const changedPaths = new Set(changed.map(({ path }) => path));
  const blobs = new BlobReader(tree, maxFileBytes);
  const shared = { changedPaths, manifests: new ManifestReader(blobs, cache) };
  const before = new StateReader({ ...shared, commit: commits.before, side: "before", entries: listBefore });
  const after = new StateReader({ ...shared, commit: commits.after, side: "after", entries: listAfter });

  if (everything || before.changeCanMatter() || after.changeCanMatter()) {
    for (const state of [before, after]) state.wantDefinitionsAndChanges(blobs);
    await blobs.readAll();
    for (const state of [before, after]) state.wantLinkedDefinitions(blobs);
    await blobs.readAll();
  }
  const matters = [before, after].map((state) => state.changeMatters()).includes(true) || everything;
  if (matters) {
    for (const state of [before, after]) state.wantManifests();
    await blobs.readAll();
    for (const state of [before, after]) state.wantChangedInputs(blobs);
    await blobs.readAll();
  }
  return { before: before.state(matters), after: after.state(matters), changed };
}

async function entriesOf(tree: Tree, commit: string): Promise<ReadonlyMap<string, TreeEntry>> {
  return new Map((await tree.list(commit)).map((entry) => [entry.path, entry]));
}
