import { allChanges } from "./analysis/all-changes.ts";
import { readChangedTexts } from "./analysis/changed-texts.ts";
import type { View } from "./kubernetes/desired-state.ts";
import type { ManifestCache } from "./kubernetes/manifest-cache.ts";
import { readStates } from "./kubernetes/read-states.ts";
import { touchedLines } from "./kubernetes/touched-lines.ts";
import type { Tree } from "./kubernetes/tree.ts";
import { viewsOf } from "./kubernetes/views.ts";
import type { ApprovalFacts } from "./review/approval-facts.ts";
import { defaultPolicy } from "./review/default-policy.ts";
import { makePlan } from "./review/make-plan.ts";
import type { Policy, PolicyResult } from "./review/policy.ts";
import type { ReviewPlan } from "./review/review-plan.ts";
import { factsOfZones, withZonesByLabels } from "./review/zones-by-labels.ts";
import { findSecurityEvents } from "./rules/find-security-events.ts";
import { rulesFor } from "./rules/rules-for.ts";
import type { SecurityEvent } from "./rules/security-event.ts";

export interface ReviewInput {
  readonly tree: Tree;
  /** Full commit id of the merge base (or, for a merge group, the tip of the base branch). */
  readonly base: string;
  /** Full commit id of the head. */
  readonly head: string;
  /** From the base branch, never from the head: the pull request cannot weaken its own judge. */
  readonly policy: PolicyResult;
  /** Text of CODEOWNERS on the base branch, null without one. */
  readonly codeowners: string | null;
  /** Null on the command line, where nobody can approve. */
  readonly approvals: ApprovalFacts | null;
  readonly now: Date;
  /** Keeps what was parsed from one review to the next; a review without one parses everything itself. */
  readonly cache?: ManifestCache;
  /** False where nobody looks at the plan's diagram: then it is not drawn. */
  readonly drawn?: boolean;
}

/**
 * The whole program: read two states, find what changed in effect, decide what that needs.
 * Pure but for reading through the Tree port. Same input, same plan, in the server, the command line and the tests.
 */
export async function reviewPullRequest(input: ReviewInput): Promise<ReviewPlan> {
  const { tree, base, head, policy } = input;
  // An invalid policy blocks whatever is found, but the effects are still worth showing.
  const { views: policyViews, controllers, zones } = policy.kind === "policy" ? policy.policy : defaultPolicy;

  const states = await readStates(tree, { before: base, after: head }, input.cache ? { cache: input.cache } : {});
  const views = viewsOf(states.before, states.after, policyViews);
  const texts = await readChangedTexts(tree, states);
  const changes = await allChanges(states.before, states.after, states.changed, views, {
    controllers,
    zones: factsOfZones(zones),
    texts,
  });
  const files = new Set(changes.flatMap((change) => change.because.map((location) => location.file)));
  const touched = await touchedLines(tree, states.changed, files);
  const found = findSecurityEvents(changes, { touched, rules: await rulesFor(changes) });
  const events = withZonesByLabels(found, zones, [...states.before.resources, ...states.after.resources]);

  return makePlan({
    base,
    head,
    events,
    policy,
    codeowners: input.codeowners,
    approvals: input.approvals,
    now: input.now,
    skipped: states.after.unread.map(({ file, detail }) => ({ path: file, reason: detail })),
    diagram:
      input.drawn === false
        ? []
        : await diagramOf(views, events, policy.kind === "policy" ? policy.policy : defaultPolicy),
    stats: {
      changedFiles: states.changed.length,
      manifests: states.after.resources.filter(({ onlyPods }) => !onlyPods).length,
      views: views.length,
    },
  });
}

/** Loaded where there may be something to draw: most reviews have no diagram. */
async function diagramOf(views: readonly View[], events: readonly SecurityEvent[], policy: Policy) {
  const drawn = events.filter(mayBeDrawn);
  if (drawn.length === 0) return [];
  const { drawReview } = await import("./draw-review.ts");
  return drawReview(views, drawn, policy);
}

function mayBeDrawn({ theme, direction }: SecurityEvent): boolean {
  return (theme === "exposure" || theme === "connectivity") && direction !== "neutral";
}
