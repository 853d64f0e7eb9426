import type { Plain, Resource } from "../../kubernetes/resource.ts";
import type { Cluster } from "../connectivity/cluster.ts";
import { classOf, type PodClass } from "../connectivity/pod-class.ts";
import type { Backend } from "../exposure/route.ts";
import { isPlainObject } from "../plain-differences.ts";

/**
 * The pods that a backend of a route leads to: the workloads that its Service selects, or pods with just the labels that it asks
 * for. Undefined where the repository does not say: no such Service, or one without a selector.
 */
export function podsBehind(backend: Backend, services: Services, cluster: Cluster): readonly PodClass[] | undefined {
  if (backend.kind !== "Service" || backend.namespace === null) return undefined;
  const selector = services.selectorOf(backend.namespace, backend.name);
  if (!selector) return undefined;
  const { namespace } = backend;
  const workloads = (cluster.workloadsIn.get(namespace) ?? []).filter(({ labels }) => hasLabels(labels, selector));
  return workloads.length > 0 ? workloads.map(classOf) : [{ namespace, labels: selector, workload: undefined }];
}

/** The Services of one state, by namespace and name. */
export interface Services {
  /** Undefined without the Service or without a selector. */
  selectorOf(namespace: string, name: string): Readonly<Record<string, string>> | undefined;
}

export function servicesOf(resources: readonly Resource[]): Services {
  const selectors = new Map<string, Readonly<Record<string, string>>>();
  for (const { group, kind, namespace, name, data } of resources) {
    const selector = group === "" && kind === "Service" && isPlainObject(data.spec) ? data.spec.selector : undefined;
    const labels = labelsIn(selector);
    if (labels) selectors.set(`${namespace ?? ""}/${name}`, labels);
  }
  return { selectorOf: (namespace, name) => selectors.get(`${namespace}/${name}`) };
}

/** Whether labels have everything that a selector of a Service asks for. */
export function hasLabels(
  labels: Readonly<Record<string, string>>,
  selector: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(selector).every(([key, value]) => Object.hasOwn(labels, key) && labels[key] === value);
}

function labelsIn(value: Plain | undefined): Readonly<Record<string, string>> | undefined {
  if (!isPlainObject(value)) return undefined;
  const labels: Record<string, string> = Object.create(null);
  for (const [key, item] of Object.entries(value)) {
    if (item === null || typeof item === "object") return undefined;
    labels[key] = String(item);
  }
  return Object.keys(labels).length > 0 ? labels : undefined;
}
