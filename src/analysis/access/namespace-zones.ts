import type { Resource } from "../../kubernetes/resource.ts";
import { type ZoneFacts, zoneOf } from "../connectivity/zone-facts.ts";

/** Answers which zone of the policy a namespace belongs to. */
export interface NamespaceZones {
  of(namespace: string | undefined, file?: string): ZoneFacts | undefined;
}

/** The labels of namespaces are those that the manifests declare. */
export function namespaceZones(zones: readonly ZoneFacts[], resources: readonly Resource[]): NamespaceZones {
  const labels = new Map<string, Readonly<Record<string, string>>>();
  if (zones.length > 0)
    for (const { group, kind, name, labels: own } of resources)
      if (group === "" && kind === "Namespace") labels.set(name, { ...labels.get(name), ...own });
  return {
    of: (namespace, file) =>
      zoneOf(zones, {
        namespace: namespace ?? null,
        labels: (namespace !== undefined && labels.get(namespace)) || {},
        file: file ?? null,
      }),
  };
}

const ranks = { "in-scope": 2, connected: 1, out: 0 };

/** How close a zone is to cardholder data; a namespace of no zone is as far away as it can be. */
export function zoneRank(zone: ZoneFacts | undefined): number {
  return zone?.pci ? ranks[zone.pci] : 0;
}

export function isInScope(zone: ZoneFacts | undefined): zone is ZoneFacts {
  return zone?.pci === "in-scope";
}
