import type { Location } from "../kubernetes/location.ts";
import type { SecurityEvent } from "../rules/security-event.ts";

/**
 * The place on the head side that an event can be marked at: annotations and code scanning cannot sit on a deleted line.
 * Undefined where everything that the event follows from is gone.
 */
export function survivingPlace(event: SecurityEvent): Location | undefined {
  return event.locations.find((location) => location.side === "after");
}

/** `file:line`, and says so where the line is one of the base. Untrusted: escape it. */
export function placeText(location: Location): string {
  return `${location.file}:${location.line}${location.side === "before" ? " (before)" : ""}`;
}

/** Such as `production/Ingress/shop`. Untrusted: escape it. */
export function resourceText({ resource }: SecurityEvent): string {
  const { namespace, kind, name } = resource;
  return [namespace, kind, name].filter((part) => part !== null && part !== "").join("/");
}
