import type { ConnectivityState } from "../connectivity/connectivity-state.ts";
import type { PodClass } from "../connectivity/pod-class.ts";
import { showHost } from "../exposure/host-pattern.ts";
import type { Route } from "../exposure/route.ts";
import { hasLabels, podsBehind, type Services } from "./pods-behind.ts";

/** The hosts whose routes lead to some of the pods, from outside of the cluster; sorted. */
export function hostsOfPods(
  pods: readonly PodClass[],
  routes: readonly Route[],
  services: Services,
  { cluster }: ConnectivityState,
): readonly string[] {
  const hosts = new Set<string>();
  for (const { entry, host, backends } of routes) {
    if (entry.reach === "cluster") continue;
    const behind = backends.flatMap((backend) => podsBehind(backend, services, cluster) ?? []);
    if (behind.some((one) => pods.some((other) => mayBeSame(one, other)))) hosts.add(showHost(host));
  }
  return [...hosts].sort();
}

/** Pods that a selector names may be those that a Service selects if it asks for the same, or for less. */
function mayBeSame(behind: PodClass, pods: PodClass): boolean {
  if (behind.namespace !== pods.namespace) return false;
  if (behind.workload && pods.workload) return behind.workload.name === pods.workload.name;
  return hasLabels(pods.labels, behind.labels) || hasLabels(behind.labels, pods.labels);
}
