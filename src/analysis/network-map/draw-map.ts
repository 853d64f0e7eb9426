import type { Resource } from "../../kubernetes/resource.ts";
import type { Cluster, Workload } from "../connectivity/cluster.ts";
import { labelsOfNamespace } from "../connectivity/cluster.ts";
import type { Route } from "../exposure/route.ts";
import { drawRoutes, workloadId } from "./draw-routes.ts";
import { drawServices } from "./draw-services.ts";
import { type MapDraft, mapDraft } from "./map-draft.ts";
import { type MapZoneFacts, type ZoneFinder, zoneFinder } from "./map-zones.ts";
import type { MapNamespace, NetworkMap } from "./network-map.ts";

/** The facts of one state of a view that a map is drawn from. */
export interface MapFacts {
  readonly resources: readonly Resource[];
  readonly routes: readonly Route[];
  readonly cluster: Cluster;
}

/** Draws one state of a view. */
export function networkMap(facts: MapFacts, zones: readonly MapZoneFacts[]): NetworkMap {
  const { resources, routes, cluster } = facts;
  const finder = zoneFinder(zones, (namespace) => labelsOfNamespace(cluster, namespace));
  const draft = mapDraft();
  for (const workload of cluster.workloads) drawWorkload(workload, draft, finder);
  drawRoutes(routes, draft, finder);
  drawServices(resources, cluster.workloads, draft);
  const nodes = draft.nodes();
  const names = new Set(nodes.flatMap(({ zone }) => zone ?? []));
  return {
    nodes,
    edges: draft.edges(),
    namespaces: namespacesOf(
      nodes.flatMap(({ namespace }) => namespace ?? []),
      finder,
    ),
    zones: finder.named(names),
    notes: [],
  };
}

function drawWorkload(workload: Workload, draft: MapDraft, zones: ZoneFinder): void {
  const { namespace, name, kind, resource, hostNetwork } = workload;
  draft.node({
    id: workloadId(workload),
    kind: "workload",
    label: name,
    detail: hostNetwork ? `${kind} in the network of its node` : kind,
    namespace,
    zone: zones.ofNamespace(namespace, resource.file),
  });
}

function namespacesOf(names: readonly string[], zones: ZoneFinder): readonly MapNamespace[] {
  return [...new Set(names)].sort().map((name) => ({ name, zone: zones.ofNamespace(name, null), isolation: null }));
}
