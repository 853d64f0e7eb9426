import { matchesPath } from "../analysis/path-patterns.ts";
import { matchesWildcard } from "../analysis/wildcard.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import type { Zone } from "./policy.ts";
import { isAtLeast } from "./severity.ts";

/** Whether an event concerns a zone: by its namespace and its labels, by a file it follows from, or by a host that it speaks of. */
export function concernsZone(event: SecurityEvent, zone: Zone): boolean {
  return (
    (event.zones ?? []).includes(zone.name) ||
    concernsNamespaces(event, zone) ||
    (event.namespaces ?? []).some((name) => zone.namespaces.some((pattern) => matchesWildcard(pattern, name))) ||
    event.locations.some(({ file }) => matchesPath(zone.paths, file)) ||
    (zone.hosts.length > 0 && hostsOf(event).some((host) => zone.hosts.some((pattern) => overlap(pattern, host))))
  );
}

function concernsNamespaces(event: SecurityEvent, { namespaces, labels = [] }: Zone): boolean {
  const { namespace } = event.resource;
  if (namespaces.length + labels.length === 0) return false;
  if (namespace !== null) return namespaces.some((pattern) => matchesWildcard(pattern, namespace));
  // A cluster-wide object reaches into every zone, and where the manifest names no namespace any may be meant.
  // Only what is not rendered and does not look dangerous is left out, or every image tag would concern every zone.
  return event.theme !== "coverage" || isAtLeast(event.severity, "medium");
}

/** Everything that looks like a host in what the event says. Too much only asks for a review too many. */
function hostsOf(event: SecurityEvent): string[] {
  const said = `${event.message} ${JSON.stringify([event.before, event.after])}`.toLowerCase();
  const dotted = said.match(/[a-z0-9_*-]+(?:\.[a-z0-9_-]+)+/g) ?? [];
  return event.theme === "exposure" && /(?:^|[^a-z0-9.])\*(?:[^a-z0-9.]|$)/.test(said) ? [...dotted, "*"] : dotted;
}

/** `*.example.com` in an event also concerns a zone that holds `pay.example.com` or `*.pay.example.com`. */
function overlap(zonePattern: string, host: string): boolean {
  const pattern = zonePattern.toLowerCase();
  return matchesWildcard(pattern, host) || matchesWildcard(host, pattern);
}
