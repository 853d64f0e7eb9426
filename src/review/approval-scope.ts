import type { SecurityEvent } from "../rules/security-event.ts";
import type { ApprovalFacts, Review } from "./approval-facts.ts";
import type { Policy } from "./policy.ts";

export interface ApprovalScope {
  readonly head: string;
  readonly bindTo: Policy["approvals"]["bindTo"];
  readonly eventsAt: ApprovalFacts["eventsAt"];
}

/**
 * Which of the events an approval covers: those whose every fingerprint had been shown for its commit when it was given,
 * and all events of the head where nothing else is known. With `bindTo: commit` an approval is for its commit and nothing
 * else.
 */
export function coveredEvents(
  { commitId, eventsSeen }: Review,
  events: readonly SecurityEvent[],
  scope: ApprovalScope,
): SecurityEvent[] {
  if (commitId === null) return [];
  const isForHead = commitId === scope.head;
  // A policy or base branch that moved may have found more at the same head since: that was not approved.
  if (isForHead && !eventsSeen) return [...events];
  if (!isForHead && (scope.bindTo === "commit" || !Object.hasOwn(scope.eventsAt, commitId))) return [];
  const seen = new Set(eventsSeen ?? scope.eventsAt[commitId]);
  // An event without fingerprints cannot have been seen before.
  return events.filter(({ fingerprints }) => fingerprints.length > 0 && fingerprints.every((one) => seen.has(one)));
}
