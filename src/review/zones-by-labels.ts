import { type ZoneFacts, zoneFacts } from "../analysis/connectivity/zone-facts.ts";
import type { Resource } from "../kubernetes/resource.ts";
import type { SecurityEvent } from "../rules/security-event.ts";
import type { Zone } from "./policy.ts";

/** The zones of a policy, for the analysis of connections. */
export function factsOfZones(zones: readonly Zone[]): readonly ZoneFacts[] {
  return zoneFacts(Object.fromEntries(zones.map((zone) => [zone.name, zone])));
}

/**
 * Tells events which zones they concern by the labels of their namespaces. `resources` are those of both states: a pull request
 * that takes the label from a namespace does not take the namespace out of its zone.
 */
export function withZonesByLabels(
  events: readonly SecurityEvent[],
  zones: readonly Zone[],
  resources: Iterable<Resource>,
): readonly SecurityEvent[] {
  const labelled = zones.filter(({ labels = [] }) => labels.length > 0);
  if (labelled.length === 0) return events;
  const zonesOf = zonesByNamespace(labelled, resources);
  return events.map((event) => {
    const { resource, namespaces = [] } = event;
    const own = resource.kind === "Namespace" ? resource.name : resource.namespace;
    const found = [...(own === null ? [] : [own]), ...namespaces].flatMap((name) => [...(zonesOf.get(name) ?? [])]);
    return found.length === 0 ? event : { ...event, zones: [...new Set(found)].sort() };
  });
}

function zonesByNamespace(zones: readonly Zone[], resources: Iterable<Resource>): ReadonlyMap<string, Set<string>> {
  const facts = factsOfZones(zones.map(({ name, labels }) => ({ ...noMembers, name, ...(labels ? { labels } : {}) })));
  const found = new Map<string, Set<string>>();
  for (const { group, kind, name, labels } of resources) {
    if (group !== "" || kind !== "Namespace") continue;
    for (const zone of facts)
      if (zone.holds({ namespace: name, labels, file: null }))
        found.set(name, (found.get(name) ?? new Set()).add(zone.name));
  }
  return found;
}

const noMembers: Zone = { name: "", pci: null, namespaces: [], hosts: [], paths: [] };
