import { zoneFacts } from "../../analysis/connectivity/zone-facts.ts";
import type { InventoryRow } from "../../analysis/inventory/inventory-row.ts";
import { matchesWildcard } from "../../analysis/wildcard.ts";
import type { Zone } from "../../review/policy.ts";

/** The zones of the policy that a row concerns: by namespace, by the file that declares it, or by host. */
export function zonesOf({ touches, place }: InventoryRow, zones: readonly Zone[]): readonly string[] {
  if (zones.length === 0) return [];
  // What holds in the whole cluster reaches into every part of it.
  if (touches.everyNamespace) return zones.map(({ name }) => name);
  const file = place.file === "" ? null : place.file;
  const namespaces = touches.namespaces.map(({ name, labels }) => ({ namespace: name, labels, file }));
  const members = namespaces.length > 0 ? namespaces : [{ namespace: null, labels: {}, file }];
  const facts = zoneFacts(Object.fromEntries(zones.map((zone) => [zone.name, zone])));
  return zones
    .filter(
      (zone, index) =>
        members.some((member) => facts[index]?.holds(member)) || touches.hosts.some((host) => names(zone, host)),
    )
    .map(({ name }) => name);
}

/** `*.example.com` also leads into a zone that holds `pay.example.com`. */
function names({ hosts }: Zone, host: string): boolean {
  const text = host.toLowerCase();
  return hosts.some(
    (pattern) => matchesWildcard(pattern.toLowerCase(), text) || matchesWildcard(text, pattern.toLowerCase()),
  );
}
