import type { ResourceRef } from "../../../kubernetes/resource.ts";
import { labelsOfNamespace } from "../cluster.ts";
import type { Target } from "../connectivity-change.ts";
import type { ConnectivityState } from "../connectivity-state.ts";
import { refOfPlaced } from "../namespace-of.ts";
import { serviceAccountLabel } from "../peer-set.ts";
import type { PodClass } from "../pod-class.ts";
import { type ZoneFacts, zoneOf } from "../zone-facts.ts";
import type { TargetPair } from "./targets.ts";

/** What the comparison needs to know of pods beyond their labels. */
export interface TargetFacts {
  readonly view: string;
  readonly zones: readonly ZoneFacts[];
  readonly zoneOf: (pods: PodClass) => ZoneFacts | undefined;
  /** Public hosts whose routes lead to some of the pods, sorted. */
  readonly hostsOf: (pods: readonly PodClass[]) => readonly string[];
  readonly refOfTarget: (pair: TargetPair) => ResourceRef;
}

/** Pods are in the zone that they were in before: a pull request that moves them out does not get rid of it. */
export function targetFacts(
  view: string,
  states: { readonly before: ConnectivityState; readonly after: ConnectivityState },
  zones: readonly ZoneFacts[],
  hostsOf: TargetFacts["hostsOf"],
): TargetFacts {
  const zoneIn = (pods: PodClass, { cluster }: ConnectivityState) =>
    zoneOf(zones, {
      namespace: pods.namespaceLabels ? null : pods.namespace,
      labels: pods.namespaceLabels ?? labelsOfNamespace(cluster, pods.namespace),
      file: pods.workload?.resource.file ?? cluster.namespaces.get(pods.namespace)?.resource.file ?? null,
    });
  return {
    view,
    zones,
    zoneOf(pods) {
      const found = [zoneIn(pods, states.before), zoneIn(pods, states.after)];
      return found.find((zone) => zone?.pci === "in-scope") ?? found[0] ?? found[1];
    },
    hostsOf,
    refOfTarget: ({ after: pods }) =>
      pods.workload
        ? refOfPlaced(pods.workload.resource)
        : { apiVersion: "v1", kind: "Namespace", namespace: null, name: pods.namespace },
  };
}

export function targetOf(pods: PodClass, facts: TargetFacts): Target {
  const zone = facts.zoneOf(pods);
  return {
    namespace: pods.namespaceLabels ? null : pods.namespace,
    workload: pods.workload ? `${pods.workload.kind}/${pods.workload.name}` : null,
    selector: selectorText(pods),
    zone: zone?.name ?? null,
    inScope: zone?.pci === "in-scope",
  };
}

function selectorText({ labels, namespace, namespaceLabels }: PodClass): string {
  const pairs = Object.entries(labels).filter(([key]) => key !== serviceAccountLabel);
  const pods =
    pairs.length === 0
      ? "every pod"
      : pairs
          .map(([key, value]) => `${key}=${value}`)
          .sort()
          .join(",");
  return namespaceLabels ? `${pods} in namespaces with ${namespace}` : pods;
}
