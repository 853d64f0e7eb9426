import { refOf } from "../../../kubernetes/resource.ts";
import type { NamespaceFacts } from "../cluster.ts";
import type { OtherConnectivityChange, ZoneName } from "../connectivity-change.ts";
import { type ZoneFacts, zoneOf } from "../zone-facts.ts";
import type { States } from "./compared-states.ts";

/** Namespaces whose labels or files put them into another zone of the policy than before. */
export function zoneMoves(
  { before, after }: States,
  zones: readonly ZoneFacts[],
  view: string,
): readonly OtherConnectivityChange[] {
  if (zones.length === 0) return [];
  return [...after.cluster.namespaces.values()].flatMap((is): OtherConnectivityChange[] => {
    const was = before.cluster.namespaces.get(is.name);
    if (!was) return [];
    const [from, to] = [zoneName(was, zones), zoneName(is, zones)];
    if (from?.name === to?.name) return [];
    const path = ["metadata", "labels"];
    return [
      {
        topic: "connectivity",
        kind: "zone-moved",
        view,
        // Whoever leaves the assessment leaves its rules; whoever enters it brings along connections that nobody judged.
        direction: from?.inScope && !to?.inScope ? "widened" : to?.inScope ? "unknown" : "neutral",
        resource: refOf(is.resource),
        targets: [],
        directions: [],
        zones: { from, to },
        effect: { kind: "zone-moved", namespace: is.name, from: from?.name ?? null, to: to?.name ?? null },
        before: from?.name ?? null,
        after: to?.name ?? null,
        because: [is.resource.locate(path), was.resource.locate(path)],
      },
    ];
  });
}

function zoneName({ name, labels, resource }: NamespaceFacts, zones: readonly ZoneFacts[]): ZoneName | null {
  const zone = zoneOf(zones, { namespace: name, labels, file: resource.file });
  return zone ? { name: zone.name, inScope: zone.pci === "in-scope" } : null;
}
