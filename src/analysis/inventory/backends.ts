import type { PlainObject, Resource } from "../../kubernetes/resource.ts";
import { isIsolated } from "../connectivity/admitted.ts";
import type { Workload } from "../connectivity/cluster.ts";
import { classOf } from "../connectivity/pod-class.ts";
import { asObject } from "../exposure/plain-fields.ts";
import type { Backend, Route } from "../exposure/route.ts";
import { type Isolation, objectName, type ServedBackend } from "./inventory-row.ts";
import { type InventoryView, mayShareNamespace } from "./inventory-view.ts";
import { unplacedPolicies } from "./unplaced-policies.ts";

/** Tells where requests go: to which object, to which workloads behind it, and whether network policies isolate these. */
export function backendReader(view: InventoryView): (backend: Backend, route: Route) => ServedBackend {
  const known = new Map<Resource, readonly Workload[]>();
  const near = neighbours(view);
  const workloadsOf = (resource: Resource) => {
    const found = known.get(resource) ?? workloadsBehind(resource, near(resource));
    known.set(resource, found);
    return found;
  };
  return (backend, { resource }) => {
    const target = targetOf(backend, resource, view);
    const workloads = target ? workloadsOf(target) : [];
    const names = workloads.map((workload) => objectName(workload.resource));
    return {
      name: backendName(backend),
      workloads: [...new Set(names)].sort(),
      isolation: isolationOf(workloads, view),
    };
  };
}

function backendName({ kind, namespace, name, port, external }: Backend): string {
  if (kind === "Pods") return `pods ${name}${port === "" ? "" : `:${port}`}`;
  const place = `${namespace === null ? "" : `${namespace}/`}${name}${port === "" ? "" : `:${port}`}`;
  const outside = external === undefined ? "" : ` (outside of the cluster: ${external})`;
  return kind === "" ? `${place}${outside}` : `${kind} ${place}${outside}`;
}

/** The object whose pods answer; undefined where the repository does not hold it. */
function targetOf({ kind, namespace, name }: Backend, own: Resource, view: InventoryView): Resource | undefined {
  // The door is the Service, or the workload, itself.
  if (kind === "Pods" || (kind === own.kind && name === own.name)) return own;
  return kind === "Service" ? view.exposure.world.find("", "Service", namespace ?? own.namespace, name) : undefined;
}

/** The workloads that may be in the namespace of an object. */
function neighbours({ connectivity }: InventoryView): (target: Resource) => readonly Workload[] {
  const { workloads, workloadsIn } = connectivity.cluster;
  const unplaced = workloads.filter(({ resource }) => resource.namespace === undefined);
  return ({ namespace }) =>
    namespace === undefined ? workloads : [...(workloadsIn.get(namespace) ?? []), ...unplaced];
}

function workloadsBehind(target: Resource, workloads: readonly Workload[]): readonly Workload[] {
  if (target.kind !== "Service") return workloads.filter(({ resource }) => resource === target);
  const selector = Object.entries(asObject(asObject(target.data.spec)?.selector) ?? ({} satisfies PlainObject));
  // A Service without a selector has the endpoints that somebody else writes.
  if (selector.length === 0) return [];
  return workloads.filter(
    ({ resource, labels }) =>
      mayShareNamespace(target, resource) &&
      selector.every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value),
  );
}

function isolationOf(workloads: readonly Workload[], { connectivity }: InventoryView): Isolation {
  const isolated = workloads.filter((workload) =>
    isIsolated(connectivity.selecting(classOf(workload), "ingress"), "ingress"),
  );
  // Policies of another directory without a namespace may select pods without one.
  const isUnplaced = workloads.some(({ resource }) => resource.namespace === undefined);
  if (
    workloads.length === 0 ||
    (isUnplaced && isolated.length < workloads.length && unplacedPolicies(connectivity).length > 0)
  )
    return "unknown";
  return isolated.length === 0 ? "open" : isolated.length === workloads.length ? "isolated" : "some";
}
