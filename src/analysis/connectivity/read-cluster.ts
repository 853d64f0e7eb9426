import type { Resource } from "../../kubernetes/resource.ts";
import { grouped } from "../exposure/grouped.ts";
import type { Cluster, NamespaceFacts, Workload } from "./cluster.ts";
import { namespaceNameLabel } from "./peer-set.ts";
import { readWorkload } from "./workload.ts";

/** The namespaces and workloads of one state. */
export function clusterOf(resources: readonly Resource[]): Cluster {
  const namespaces = new Map<string, NamespaceFacts>();
  const workloads: Workload[] = [];
  for (const resource of resources) {
    if (resource.group === "" && resource.kind === "Namespace") namespaces.set(resource.name, namespaceFacts(resource));
    else {
      const workload = readWorkload(resource);
      if (workload) workloads.push(workload);
    }
  }
  return { namespaces, workloads, workloadsIn: grouped(workloads, ({ namespace }) => namespace) };
}

function namespaceFacts(resource: Resource): NamespaceFacts {
  const { name, labels } = resource;
  // The API server sets this label, whatever the manifest says.
  return { name, labels: { ...labels, [namespaceNameLabel]: name }, resource };
}
