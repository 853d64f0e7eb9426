import type { Resource } from "../../kubernetes/resource.ts";
import type { Workload } from "../connectivity/cluster.ts";
import { namespaceOf } from "../connectivity/namespace-of.ts";
import { grouped } from "../exposure/grouped.ts";
import { asObject } from "../exposure/plain-fields.ts";
import { readService } from "../exposure/services/service-object.ts";
import { serviceId, workloadId } from "./draw-routes.ts";
import { listed } from "./listed.ts";
import type { MapDraft } from "./map-draft.ts";

/**
 * Draws from each Service of the map to the workloads that its selector selects. `isClosed`: policies keep the pods from everything
 * that may be the controller of an entry; what reaches a port of the nodes or a load balancer gets through all the same.
 */
export function drawServices(
  resources: readonly Resource[],
  workloads: readonly Workload[],
  draft: MapDraft,
  isClosed: (workload: Workload) => boolean,
): void {
  const drawn = new Set(draft.nodes().map(({ id }) => id));
  const doors = new Set(draft.edges().flatMap(({ from, to }) => (from.startsWith("entry:") ? [to] : [])));
  const byNamespace = grouped(workloads, ({ namespace }) => namespace);
  for (const resource of resources) {
    if (resource.kind !== "Service" || resource.group !== "") continue;
    const namespace = namespaceOf(resource);
    const from = serviceId({ namespace, name: resource.name });
    if (!drawn.has(from)) continue;
    const { service } = readService(resource);
    const selector = Object.entries(asObject(service.spec.selector) ?? {});
    // Without a selector somebody writes the endpoints by hand.
    if (selector.length === 0) continue;
    const ports = service.ports.map(({ port, backend }) =>
      port === backend.port ? port : `${port} → ${backend.port}`,
    );
    for (const workload of byNamespace.get(namespace) ?? []) {
      const { labels } = workload;
      if (!selector.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value)) continue;
      const kind = !doors.has(from) && isClosed(workload) ? "blocked" : "route";
      draft.edge({ from, to: workloadId(workload), kind, label: listed(ports, 3) });
    }
  }
}
