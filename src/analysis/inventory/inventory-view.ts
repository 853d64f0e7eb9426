import type { Resource } from "../../kubernetes/resource.ts";
import { byPlace } from "../../kubernetes/views.ts";
import { type AccessState, describeAccess } from "../access/access-state.ts";
import { labelsOfNamespace } from "../connectivity/cluster.ts";
import { type ConnectivityState, connectivityState } from "../connectivity/connectivity-state.ts";
import { namespaceOf } from "../connectivity/namespace-of.ts";
import type { ExposureState } from "../exposure/exposure-state.ts";
import type { Touches } from "./inventory-row.ts";

/** What one cluster receives, and which routes follow from it. */
export interface ViewToTake {
  /** `""` for the whole repository. */
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly exposure: ExposureState;
}

/** The same with everything else that rows are made of. */
export interface InventoryView extends ViewToTake {
  readonly access: AccessState;
  readonly connectivity: ConnectivityState;
  touchesOf(namespaces: Iterable<string>, hosts?: readonly string[]): Touches;
}

export function inventoryView(view: ViewToTake): InventoryView {
  const resources = [...view.resources].sort(byPlace);
  const connectivity = connectivityState(resources);
  return {
    ...view,
    resources,
    access: describeAccess(resources),
    connectivity,
    touchesOf: (namespaces, hosts = []) => ({
      namespaces: [...new Set(namespaces)]
        .sort()
        .map((name) => ({ name, labels: labelsOfNamespace(connectivity.cluster, name) })),
      everyNamespace: false,
      hosts,
    }),
  };
}

/** The namespace of an object; none for one that belongs to the cluster or whose namespace its applier fills in. */
export function statedNamespaces({ namespace }: Pick<Resource, "namespace">): readonly string[] {
  return namespace === undefined ? [] : [namespace];
}

/**
 * Whether two objects may be in one namespace. What names none is filled in by an applier, often together with a neighbour that
 * names its own.
 */
export function mayShareNamespace(
  one: Pick<Resource, "namespace" | "file">,
  other: Pick<Resource, "namespace" | "file">,
): boolean {
  if (one.namespace === undefined && other.namespace === undefined) return namespaceOf(one) === namespaceOf(other);
  return one.namespace === other.namespace || one.namespace === undefined || other.namespace === undefined;
}
