import type { Resource } from "../../kubernetes/resource.ts";
import { namespaceNameLabel } from "./peer-set.ts";

/** What one state of a view says about its namespaces and the pods in them. */
export interface Cluster {
  /** Namespaces that the repository declares, by name. Their labels are all that they have. */
  readonly namespaces: ReadonlyMap<string, NamespaceFacts>;
  readonly workloads: readonly Workload[];
  readonly workloadsIn: ReadonlyMap<string, readonly Workload[]>;
}

export interface NamespaceFacts {
  readonly name: string;
  /** With `kubernetes.io/metadata.name`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly resource: Resource;
}

/** Pods of one template: all of them are alike to policies. */
export interface Workload {
  readonly resource: Resource;
  /** Without a namespace in its manifest: the directory in parentheses, which no real namespace is called. */
  readonly namespace: string;
  readonly name: string;
  readonly kind: string;
  /** Labels of the pods, with `serviceAccountLabel`. */
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly ContainerPort[];
  /** Its pods use the network of the node: policies do not hold for them. */
  readonly hostNetwork: boolean;
}

export interface ContainerPort {
  readonly name: string | undefined;
  readonly protocol: "TCP" | "UDP" | "SCTP";
  readonly port: number;
}

/** The labels of a namespace: as declared, or just its name where the repository does not declare it. */
export function labelsOfNamespace({ namespaces }: Cluster, name: string): Readonly<Record<string, string>> {
  return namespaces.get(name)?.labels ?? { [namespaceNameLabel]: name };
}

/** Whether two label sets have the same keys with the same values, in any order. */
export function sameLabels(a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => Object.hasOwn(b, key) && a[key] === b[key]);
}
