import { type ZoneFacts, zoneOf } from "../connectivity/zone-facts.ts";
import { matchesWildcard } from "../wildcard.ts";
import type { MapZone } from "./network-map.ts";

/** A zone of the policy with the host names that belong to it. */
export interface MapZoneFacts extends ZoneFacts {
  /** `*` stands for any text. */
  readonly hosts: readonly string[];
}

/** Finds the zone of what a map shows. */
export interface ZoneFinder {
  ofNamespace(namespace: string, file: string | null): string | null;
  ofHost(host: string): string | null;
  /** The zones with these names, in the order of the policy. */
  named(names: ReadonlySet<string>): readonly MapZone[];
}

/** `labelsOf` gives the labels of a namespace, as far as the repository declares it. */
export function zoneFinder(
  zones: readonly MapZoneFacts[],
  labelsOf: (namespace: string) => Readonly<Record<string, string>>,
): ZoneFinder {
  const ofHosts = zones.filter(({ hosts }) => hosts.length > 0);
  return {
    ofNamespace(namespace, file) {
      if (zones.length === 0) return null;
      const member = { namespace: isKnown(namespace) ? namespace : null, labels: labelsOf(namespace), file };
      return zoneOf(zones, member)?.name ?? null;
    },
    ofHost(host) {
      const isIn = (pattern: string) => matchesWildcard(pattern.toLowerCase(), host.toLowerCase());
      return ofHosts.find(({ hosts }) => hosts.some(isIn))?.name ?? null;
    },
    named: (names) => zones.filter(({ name }) => names.has(name)).map(({ name, pci }) => ({ name, pci: pci ?? null })),
  };
}

/** Whether a namespace has a name: others are called by their directory, in parentheses. */
export function isKnown(namespace: string): boolean {
  return !namespace.startsWith("(");
}
