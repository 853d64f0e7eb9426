import { matchesPath } from "../path-patterns.ts";
import { matchesWildcard } from "../wildcard.ts";

/** A zone as the policy writes it, as far as connections are concerned. */
export interface ZoneDefinition {
  readonly pci?: "in-scope" | "connected" | "out" | null;
  /** `*` stands for any text. */
  readonly namespaces?: readonly string[];
  /** Labels of namespaces, as `key=value` or `key`; one of them is enough. */
  readonly labels?: readonly string[];
  readonly paths?: readonly string[];
  /**
   * Who may connect to the workloads of the zone, besides these themselves: `namespace`, `namespace/workload` or `zone:name`, `*`
   * stands for any text. Absent: the zone does not limit its callers.
   */
  readonly callers?: readonly string[] | null;
}

/** What the policy says about a part of the system, for the analysis of connections. */
export interface ZoneFacts {
  readonly name: string;
  /** What it is to the PCI DSS assessment; undefined if the policy does not say. */
  readonly pci: "in-scope" | "connected" | "out" | undefined;
  /** Whether a namespace belongs to it: by its name, its labels, or the file that declares the objects in it. */
  holds(member: ZoneMember): boolean;
  /** Whether only listed callers may connect to it. */
  readonly limitsCallers: boolean;
  /** Whether the zone lists a caller. A caller of which not even the namespace is known is on no list. */
  approves(caller: Caller): boolean;
}

export interface ZoneMember {
  readonly namespace: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly file: string | null;
}

export interface Caller {
  readonly namespace: string | null;
  readonly workload: string | null;
  readonly zone: string | null;
}

export function zoneFacts(zones: Readonly<Record<string, ZoneDefinition>>): readonly ZoneFacts[] {
  return Object.entries(zones).map(([name, zone]) => ({
    name,
    pci: zone.pci ?? undefined,
    holds: (member) => holds(zone, member),
    limitsCallers: zone.callers !== undefined && zone.callers !== null,
    approves: (caller) => (zone.callers ?? []).some((pattern) => isCaller(pattern, caller)),
  }));
}

/** The first zone that holds a namespace, in the order of the policy. */
export function zoneOf(zones: readonly ZoneFacts[], member: ZoneMember): ZoneFacts | undefined {
  return zones.find((zone) => zone.holds(member));
}

function holds({ namespaces = [], labels = [], paths = [] }: ZoneDefinition, member: ZoneMember): boolean {
  const { namespace, file } = member;
  return (
    (namespace !== null && namespaces.some((pattern) => matchesWildcard(pattern, namespace))) ||
    labels.some((label) => hasLabel(label, member.labels)) ||
    (file !== null && paths.length > 0 && matchesPath(paths, file))
  );
}

function hasLabel(wanted: string, labels: Readonly<Record<string, string>>): boolean {
  const [key = "", ...value] = wanted.split("=");
  if (!Object.hasOwn(labels, key)) return false;
  return value.length === 0 || labels[key] === value.join("=");
}

function isCaller(pattern: string, { namespace, workload, zone }: Caller): boolean {
  if (pattern.startsWith("zone:")) return zone !== null && matchesWildcard(pattern.slice("zone:".length), zone);
  if (namespace === null) return false;
  const [space = "", ...name] = pattern.split("/");
  if (!matchesWildcard(space, namespace)) return false;
  return name.length === 0 || (workload !== null && matchesWildcard(name.join("/"), workload));
}
