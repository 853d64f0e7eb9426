import { type ExposureState, readExposure } from "./analysis/exposure/exposure-state.ts";
import { impliedControllers } from "./analysis/exposure/ingress/implied-controllers.ts";
import type { DesiredState, View } from "./kubernetes/desired-state.ts";
import type { ManifestCache } from "./kubernetes/manifest-cache.ts";
import { readStates } from "./kubernetes/read-states.ts";
import type { Resource } from "./kubernetes/resource.ts";
import type { Tree } from "./kubernetes/tree.ts";
import { viewsOf } from "./kubernetes/views.ts";
import type { Policy } from "./review/policy.ts";

/** What one cluster receives at one commit, and what that means for who can reach what. */
export interface ViewFacts {
  /** Stable name of the view, `""` for the whole repository. */
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly exposure: ExposureState;
}

/** Everything that a commit declares, for a diagram or an inventory. */
export interface CommitFacts {
  /** Its `unread` files are what the facts lack. */
  readonly state: DesiredState;
  readonly views: readonly ViewFacts[];
}

/** One view of two commits. */
export interface ViewPair {
  readonly name: string;
  readonly before: ViewFacts;
  readonly after: ViewFacts;
}

type ReadOptions = { readonly policy: Policy; readonly cache?: ManifestCache };

/** Reads one commit in full, whatever changed. Throws only if the commit does not exist or the tree itself fails. */
export async function describeCommit(tree: Tree, commit: string, options: ReadOptions): Promise<CommitFacts> {
  const { policy, cache } = options;
  const { after } = await readStates(
    tree,
    { before: commit, after: commit },
    { everything: true, ...(cache && { cache }) },
  );
  const views = viewsOf(after, after, policy.views).map((view) => factsOf(view.name, view.after, policy));
  return { state: after, views };
}

/** Reads two commits in full, split into the same views. */
export async function describeCommits(
  tree: Tree,
  commits: { readonly before: string; readonly after: string },
  { policy, cache }: ReadOptions,
): Promise<{
  readonly before: DesiredState;
  readonly after: DesiredState;
  readonly views: readonly ViewPair[];
}> {
  const { before, after } = await readStates(tree, commits, { everything: true, ...(cache && { cache }) });
  return { before, after, views: viewsOf(before, after, policy.views).map((view) => factsOfBoth(view, policy)) };
}

/** The facts of a view before and after a change: of all of it, or of the resources that a question is about. */
export function factsOfBoth(
  view: View,
  policy: Pick<Policy, "controllers">,
  { before, after }: Pick<View, "before" | "after"> = view,
): ViewPair {
  const { name } = view;
  const implied = impliedControllers([...view.before, ...view.after]);
  return {
    name,
    before: factsOf(name, before, policy, { implied, everything: view.before }),
    after: factsOf(name, after, policy, { implied, everything: view.after }),
  };
}

function factsOf(
  name: string,
  resources: readonly Resource[],
  { controllers }: Pick<Policy, "controllers">,
  context: Parameters<typeof readExposure>[2] = {},
): ViewFacts {
  return { name, resources, exposure: readExposure(resources, { controllers }, context) };
}
