import { accessChanges } from "../../../src/analysis/access/access-changes.ts";
import type { ZoneFacts } from "../../../src/analysis/connectivity/zone-facts.ts";
import { allRules } from "../../../src/rules/all-rules.ts";
import { findSecurityEvents } from "../../../src/rules/find-security-events.ts";
import { states } from "./manifests.ts";

/** What a reviewer reads about two states, severest first. */
export function eventsOf(before: readonly string[], after: readonly string[], zones?: readonly ZoneFacts[]) {
  return findSecurityEvents(accessChanges(states(before, after), zones), { rules: allRules });
}
