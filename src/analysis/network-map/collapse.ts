import { grouped } from "../exposure/grouped.ts";
import { isolationText } from "./isolation-text.ts";
import { listed } from "./listed.ts";
import { countOf, mergeNodes } from "./merge-nodes.ts";
import type { MapNode, NetworkMap } from "./network-map.ts";

export interface MapLimits {
  readonly nodes: number;
  readonly edges: number;
}

/**
 * The map with as much detail as fits: first everything in a namespace becomes one, then the hosts of a door, then the namespaces of
 * a zone, then everything of one kind. Says so in a note.
 */
export function collapsed(map: NetworkMap, limits: MapLimits): NetworkMap {
  const fits = ({ nodes, edges }: NetworkMap) => nodes.length <= limits.nodes && edges.length <= limits.edges;
  let smaller = map;
  let note = "";
  for (const { says, collapse } of steps) {
    if (fits(smaller)) break;
    smaller = collapse(smaller);
    note = says;
  }
  return note === "" ? smaller : { ...smaller, notes: [...smaller.notes, note] };
}

const steps: readonly { readonly says: string; readonly collapse: (map: NetworkMap) => NetworkMap }[] = [
  { says: "Services and workloads are drawn as one box for each namespace.", collapse: namespacesAsOne },
  { says: "The hosts of each entry, and everything in a namespace, are drawn as one box.", collapse: hostsAsOne },
  { says: "Everything in a zone, and the hosts of each entry, are drawn as one box.", collapse: zonesAsOne },
  { says: "Everything of one kind is drawn as one box.", collapse: kindsAsOne },
];

function namespacesAsOne(map: NetworkMap): NetworkMap {
  const home = ({ id, namespace, zone }: MapNode) =>
    namespace === null ? id : `namespace:${zone === null ? "" : `${zone}/`}${namespace}`;
  const isolation = new Map(map.namespaces.map((one) => [one.name, isolationText(one.isolation)]));
  return mergeNodes(map, home, (_, members) => {
    const { namespace = null, zone = null } = members[0] ?? {};
    const detail = [contentsOf(members), isolation.get(namespace ?? "") ?? ""].filter(Boolean).join(", ");
    // The box is the namespace: it needs no frame.
    return { kind: "namespace", label: namespace ?? "", detail, zone, namespace: null };
  });
}

/** Such as "3 services, 12 workloads". */
function contentsOf(members: readonly MapNode[]): string {
  const counts = [...grouped(members, ({ kind }) => kind)].map(([kind, all]) => counted(countOf(all), kindNames[kind]));
  return counts.sort().join(", ");
}

function counted(count: number, [one, several]: readonly [string, string]): string {
  return `${count} ${count === 1 ? one : several}`;
}

export const kindNames: Readonly<Record<MapNode["kind"], readonly [one: string, several: string]>> = {
  internet: ["network", "networks"],
  "private-network": ["network", "networks"],
  "node-network": ["network", "networks"],
  cluster: ["network", "networks"],
  "unknown-network": ["network", "networks"],
  entry: ["entry", "entries"],
  host: ["host", "hosts"],
  service: ["service", "services"],
  workload: ["workload", "workloads"],
  namespace: ["namespace", "namespaces"],
  pods: ["group of pods", "groups of pods"],
  address: ["block of addresses", "blocks of addresses"],
  name: ["outside name", "outside names"],
};

/** Hosts that are served at the same doors, in the same zone. */
function hostsAsOne(map: NetworkMap): NetworkMap {
  const doors = grouped(
    map.edges.filter(({ kind }) => kind === "route"),
    ({ to }) => to,
  );
  const doorsOf = ({ id }: MapNode) => (doors.get(id) ?? []).map(({ from }) => from).sort();
  return mergeNodes(
    map,
    (node) => (node.kind === "host" ? `hosts:${node.zone ?? ""}\n${doorsOf(node).join("\n")}` : node.id),
    manyOf,
  );
}

function zonesAsOne(map: NetworkMap): NetworkMap {
  return mergeNodes(
    map,
    ({ id, kind, zone }) => (kind === "namespace" ? `zone:${zone ?? ""}` : id),
    (_, members) => {
      const zone = members[0]?.zone ?? null;
      const names = members.map(({ label }) => label);
      return { kind: "namespace", label: many(members), detail: listed(names, 3), zone, namespace: null };
    },
  );
}

function kindsAsOne(map: NetworkMap): NetworkMap {
  return mergeNodes(map, ({ kind, zone }) => `${kind}:${zone ?? ""}`, manyOf);
}

/** Several nodes of one kind as one, with some of their names. */
export function manyOf(_: string, members: readonly MapNode[]): Omit<MapNode, "state" | "id"> {
  const [first] = members as readonly [MapNode, ...MapNode[]];
  const { kind } = first;
  const shared = <T>(values: readonly T[]): T | null => (new Set(values).size === 1 ? (values[0] ?? null) : null);
  return {
    kind,
    label: members.length === 1 ? first.label : many(members),
    detail: members.length === 1 ? first.detail : listed(members.map(({ label }) => label).sort(), 2),
    zone: shared(members.map(({ zone }) => zone)),
    namespace: shared(members.map(({ namespace }) => namespace)),
  };
}

function many(members: readonly MapNode[]): string {
  const kind = members[0]?.kind ?? "service";
  return counted(countOf(members), kindNames[kind]);
}
