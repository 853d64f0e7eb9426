import type { Resource } from "../../kubernetes/resource.ts";
import { isIsolated } from "../connectivity/admitted.ts";
import { policyIdentity } from "../connectivity/policy-identity.ts";
import type { TrafficDirection, TrafficPolicy } from "../connectivity/traffic-policy.ts";
import { grouped } from "../exposure/grouped.ts";
import { type Admission, admissionsOf } from "./admissions.ts";
import { type FlowRow, objectName, type Place, placeOf, type Touches } from "./inventory-row.ts";
import type { InventoryView } from "./inventory-view.ts";
import { type NamedPods, namespaceForZones, type PodsOfNamespace, podsOfNamespaces } from "./pods-of-namespace.ts";
import { unplacedPolicies } from "./unplaced-policies.ts";

const directions: readonly TrafficDirection[] = ["ingress", "egress"];

/** What network policies admit to the pods of each namespace and from them, and which pods they leave open. */
export function flowRows(view: InventoryView): readonly FlowRow[] {
  return podsOfNamespaces(view.connectivity).flatMap((group) => [
    ...openRows(group, view),
    ...directions.flatMap((direction) => admittedRows(group, direction, view)),
  ]);
}

/** Pods that no policy isolates: one row for both directions where these are the same. */
function openRows(group: PodsOfNamespace, view: InventoryView): readonly FlowRow[] {
  const [ingress = [], egress = []] = directions.map((direction) =>
    group.all.filter(({ pods }) => !isIsolated(view.connectivity.selecting(pods, direction), direction)),
  );
  const isSame = ingress.length === egress.length && ingress.every((pods, index) => pods === egress[index]);
  const rows: readonly (readonly [FlowRow["direction"], readonly NamedPods[]])[] = isSame
    ? [["both", ingress]]
    : [
        ["ingress", ingress],
        ["egress", egress],
      ];
  return rows.flatMap(([direction, open]) => (open.length === 0 ? [] : [openRow(group, direction, open, view)]));
}

function openRow(
  group: PodsOfNamespace,
  direction: FlowRow["direction"],
  open: readonly NamedPods[],
  view: InventoryView,
): FlowRow {
  const { namespace } = group;
  const { cluster } = view.connectivity;
  const declared = cluster.namespaces.get(namespace)?.resource;
  const workloads = open.flatMap(({ pods }) => pods.workload?.resource ?? []);
  const resource = declared ?? workloads[0];
  const isWhole = open.length === group.all.length;
  return {
    ...shared(namespace, view),
    direction,
    state: "not-isolated",
    pods: isWhole ? ["every pod"] : open.map(({ name }) => name),
    workloads: workloads.map((one) => objectName(one)),
    peers: [],
    ports: "every port",
    policies: [],
    onNodeNetwork: open.flatMap(({ name, pods }) => (pods.workload?.hostNetwork ? [name] : [])),
    perhapsIn: namespace.startsWith("(") ? otherDirectories(namespace, view) : [],
    object: resource ? objectName(resource) : `Namespace ${namespace}`,
    place: placeIn(group, resource, view),
    also: [],
    identity: [namespace, direction, "not-isolated"],
    rank: [0, workloads.length > 0 ? 0 : 1, direction === "egress" ? 1 : 0],
  };
}

function otherDirectories(namespace: string, { connectivity }: InventoryView): readonly string[] {
  return unplacedPolicies(connectivity).filter((directory) => `(${directory === "." ? "" : directory})` !== namespace);
}

/** Where a namespace is only known by policies, the first of these stands for it. */
function placeIn({ all }: PodsOfNamespace, resource: Resource | undefined, { connectivity }: InventoryView): Place {
  if (resource) return placeOf(resource);
  const [found] = all.flatMap(({ pods }) => directions.flatMap((one) => connectivity.selecting(pods, one)));
  return found ? placeOf(found.resource) : { file: "", line: null };
}

/** Pods that the same policies select are one row for each set of peers. */
function admittedRows(group: PodsOfNamespace, direction: TrafficDirection, view: InventoryView): readonly FlowRow[] {
  const isolated = group.all.flatMap((named) => {
    const policies = view.connectivity.selecting(named.pods, direction);
    return isIsolated(policies, direction) ? [{ named, policies }] : [];
  });
  const alike = grouped(isolated, ({ policies }) => JSON.stringify(policies.map(nameOf).sort()));
  return [...alike.values()].flatMap((same) => {
    const policies = same[0]?.policies ?? [];
    const pods = same.map(({ named }) => named);
    return admissionsOf(policies, direction, group.namespace).map((admission) =>
      admittedRow(group, direction, pods, admission, view),
    );
  });
}

function admittedRow(
  { namespace }: PodsOfNamespace,
  direction: TrafficDirection,
  pods: readonly NamedPods[],
  { peers, ports, policies, isWide, places }: Admission,
  view: InventoryView,
): FlowRow {
  const isClosed = peers.length === 0;
  const [place = { file: "", line: null }, ...also] = places;
  const resources = policies.map(({ resource }) => resource);
  return {
    ...shared(namespace, view),
    direction,
    state: isClosed ? "closed" : "admitted",
    pods: pods.map(({ name }) => name),
    workloads: pods.flatMap(({ pods }) => (pods.workload ? [objectName(pods.workload.resource)] : [])),
    peers,
    ports,
    policies: resources.map(objectName),
    onNodeNetwork: [],
    perhapsIn: [],
    object: resources[0] ? objectName(resources[0]) : "",
    place,
    also,
    identity: [namespace, direction, pods.map(({ name }) => name), policies.map(nameOf), ports],
    rank: [isClosed ? 3 : isWide ? 1 : 2, 0, direction === "egress" ? 1 : 0],
  };
}

function shared(namespace: string, view: InventoryView) {
  const touches: Touches = {
    namespaces: namespaceForZones(namespace, view.connectivity),
    everyNamespace: false,
    hosts: [],
  };
  return { section: "connectivity", views: [view.name], namespace, touches } as const;
}

function nameOf({ resource }: TrafficPolicy): string {
  return policyIdentity(resource);
}
