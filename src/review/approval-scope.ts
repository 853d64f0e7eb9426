import type { SecurityEvent } from "../rules/security-event.ts";
import type { ApprovalFacts, Review } from "./approval-facts.ts";
import type { Policy } from "./policy.ts";

export interface ApprovalScope {
  readonly head: string;
  readonly bindTo: Policy["approvals"]["bindTo"];
  readonly eventsAt: ApprovalFacts["eventsAt"];
}

/**
 * Which of the events an approval covers: at the head that it was given for all of them, elsewhere those whose every
 * fingerprint was published for that commit. With `bindTo: commit` an approval is for its commit and nothing else.
 */
export function coveredEvents(
  { commitId }: Review,
  events: readonly SecurityEvent[],
  scope: ApprovalScope,
): SecurityEvent[] {
  if (commitId === null) return [];
  if (commitId === scope.head) return [...events];
  if (scope.bindTo === "commit" || !Object.hasOwn(scope.eventsAt, commitId)) return [];
  const seen = new Set(scope.eventsAt[commitId]);
  // An event without fingerprints cannot have been seen before.
  return events.filter(({ fingerprints }) => fingerprints.length > 0 && fingerprints.every((one) => seen.has(one)));
}
