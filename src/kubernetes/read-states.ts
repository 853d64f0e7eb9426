import { BlobReader } from "./blob-reader.ts";
import { changedFiles } from "./changed-files.ts";
import type { ChangedFile, DesiredState } from "./desired-state.ts";
import type { KindTopic } from "./kinds.ts";
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
  const matters = await readManifests([before, after], blobs, everything);
  if (matters) {
    for (const state of [before, after]) state.wantChangedInputs(blobs);
    await blobs.readAll();
  }
  return { before: before.state(matters), after: after.state(matters), changed };
}

/**
 * Reads the manifests if a changed file can matter; whether one does. Workloads that matter to network policies alone are most
 * of a repository: they are read where there are policies and something changed that has to do with pods, or routes to them.
 */
async function readManifests(
  states: readonly [StateReader, StateReader],
  blobs: BlobReader,
  everything: boolean,
): Promise<boolean> {
  const [before, after] = states;
  const changeMatters = states.map((state) => state.changeMatters()).includes(true);
  const differ = (onlyForPolicies: boolean) =>
    !isSameSet(before.changedPods(onlyForPolicies), after.changedPods(onlyForPolicies));
  const [podsDiffer, podsOfPoliciesDiffer] = [differ(false), differ(true)];
  const matters = everything || changeMatters || podsDiffer;
  if (!matters && !podsOfPoliciesDiffer) return false;

  const topics = new Set(states.flatMap((state) => [...state.changedTopics()]));
  // What a commit declares is more than what its policies select.
  // Rights of an account are those of the pods that run as it.
  const allPodsCount = everything || topics.has("connectivity") || topics.has("access");
  for (const state of states) state.wantManifests({ workloads: allPodsCount });
  await blobs.readAll();
  const hasPolicies = states.some((state) => state.hasNetworkPolicies());
  const concernsPolicies =
    everything || podsDiffer || podsOfPoliciesDiffer || [...topics].some((topic) => !topicsWithoutPods.has(topic));
  if (hasPolicies && concernsPolicies && !allPodsCount) {
    for (const state of states) state.wantManifests({ workloads: true });
    await blobs.readAll();
  }
  return matters || hasPolicies || states.some((state) => state.givesRightsToUnnamed());
}

const topicsWithoutPods: ReadonlySet<KindTopic> = new Set(["access", "privilege", "generator"]);

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

async function entriesOf(tree: Tree, commit: string): Promise<ReadonlyMap<string, TreeEntry>> {
  return new Map((await tree.list(commit)).map((entry) => [entry.path, entry]));
}
