import type { Direction } from "../analysis/change.ts";
import { matchesPath } from "../analysis/path-patterns.ts";
import type { SecurityEvent, Severity } from "../rules/security-event.ts";
import { defaultRequirement } from "./default-policy.ts";
import type { ReviewRequirement, Zone } from "./policy.ts";
import { isAtLeast } from "./severity.ts";
import { concernsZone } from "./zones.ts";

/** Whether a review entry asks for approval of an event. Every condition it names must hold. */
export function matches({ when }: ReviewRequirement, event: SecurityEvent, zones: readonly Zone[]): boolean {
  return (
    (when.theme?.includes(event.theme) ?? true) &&
    matchesDirection(when.direction, event.direction) &&
    isAtLeast(event.severity, when.severity ?? lowestSeverity(when.direction)) &&
    (when.rule?.includes(event.rule) ?? true) &&
    (when.paths === undefined || event.locations.some(({ file }) => matchesPath(when.paths ?? [], file))) &&
    (when.zone === undefined || zones.some((zone) => when.zone?.includes(zone.name) && concernsZone(event, zone)))
  );
}

/** Whether an event needs the default review, if no entry of the policy speaks of it. */
export function needsDefaultReview(event: SecurityEvent): boolean {
  return matches(defaultRequirement, event, []);
}

function matchesDirection(wanted: readonly Direction[] | "any" | undefined, direction: Direction): boolean {
  if (wanted === "any") return true;
  return (wanted ?? ["widened", "unknown"]).includes(direction);
}

/** Narrowing is recorded with severity `info`: who asks for it would otherwise wait for events that never come. */
function lowestSeverity(direction: readonly Direction[] | "any" | undefined): Severity {
  const asksForMore = direction === "any" || direction?.some((one) => one === "narrowed" || one === "neutral");
  return asksForMore ? "info" : "medium";
}
