import { admittedPeers, isIsolated, rulesOf } from "../connectivity/admitted.ts";
import { type ConnectivityState, pinnedNamespaces } from "../connectivity/connectivity-state.ts";
import type { PodClass } from "../connectivity/pod-class.ts";
import { segmentsOf } from "../connectivity/port-algebra.ts";
import type { TrafficPolicy } from "../connectivity/traffic-policy.ts";
import type { ClosedBackend, ExposureChange } from "../exposure/exposure-change.ts";
import { podsBehind, type Services } from "./pods-behind.ts";

/**
 * What closes the pods that requests go to now; undefined where some of them may get through. A door of its own (a load balancer, a
 * port of the node) is never said to be closed: what reaches a pod from its own node is always let through.
 */
export function closedBackend(
  change: ExposureChange,
  state: ConnectivityState,
  services: Services,
): ClosedBackend | undefined {
  if (change.direction !== "widened" || change.backends.length === 0) return undefined;
  if (change.targets.some(({ port }) => port !== undefined)) return undefined;
  const pods = change.backends.map((backend) => podsBehind(backend, services, state.cluster));
  if (pods.includes(undefined)) return undefined;
  const closed = pods.flatMap((classes) => (classes ?? []).map((one) => closedPods(one, state)));
  if (closed.length === 0 || closed.includes(undefined)) return undefined;
  const found = closed.flatMap((one) => (one ? [one] : []));
  return {
    policies: [...new Set(found.flatMap(({ policies }) => policies))].sort(),
    admits: [...new Set(found.flatMap(({ admits }) => admits))].sort(),
  };
}

/** What closes pods to everything that may be the controller of an entry; undefined where something may get through. */
export function closedPods(pods: PodClass, state: ConnectivityState): ClosedBackend | undefined {
  const policies = state.selecting(pods, "ingress");
  if (!isIsolated(policies, "ingress")) return undefined;
  const admits = new Set<string>();
  for (const segment of segmentsOf(rulesOf(policies, "ingress").map(({ rule }) => rule.ports))) {
    const { pods: boxes, addresses, named } = admittedPeers(policies, "ingress", segment);
    if (addresses.v4.length + addresses.v6.length > 0 || named.everyName || named.names.size > 0) return undefined;
    for (const { namespace } of boxes) {
      const names = pinnedNamespaces(namespace);
      if (!names || names.some(mayHoldController(pods.namespace))) return undefined;
      for (const name of names) admits.add(name);
    }
  }
  const isolating = policies.filter((policy) => policy.ingress?.isolates);
  return { policies: isolating.map(nameOf), admits: [...admits] };
}

// Controllers stand in namespaces of their own, nearly always under such a name.
function mayHoldController(own: string): (name: string) => boolean {
  return (name) =>
    name !== own &&
    /ingress|gateway|nginx|traefik|haproxy|contour|kong|envoy|istio|ambassador|emissary|proxy|edge|router|network|system|tunnel|cloudflare/i.test(
      name,
    );
}

function nameOf({ resource }: TrafficPolicy): string {
  const { kind, namespace, name } = resource;
  return `${kind} ${namespace === undefined ? "" : `${namespace}/`}${name}`;
}
