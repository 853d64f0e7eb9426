import type { View } from "../../kubernetes/desired-state.ts";
import { isOfConnectivity } from "../../kubernetes/kinds.ts";
import { type ConnectivityState, connectivityState } from "../connectivity/connectivity-state.ts";
import { TooManyBoxes } from "../connectivity/pod-algebra.ts";
import type { PodClass } from "../connectivity/pod-class.ts";
import type { ExposureChange } from "../exposure/exposure-change.ts";
import { type ExposureOptions, readExposure } from "../exposure/exposure-state.ts";
import { closedBackend } from "./closed-backends.ts";
import { hostsOfPods } from "./hosts-of-pods.ts";
import { servicesOf } from "./pods-behind.ts";

/** Joins what routes reach with what network policies let through, in the later state of a view. Each question is answered when asked. */
export interface Reachability {
  /** The change, with what closes the pods behind it. */
  readonly withClosedBackend: (change: ExposureChange) => ExposureChange;
  /** Hosts whose routes lead to some of the pods. */
  readonly hostsOf: (pods: readonly PodClass[]) => readonly string[];
}

export function reachabilityOf(view: View, options: ExposureOptions): Reachability {
  const hasPolicies = view.after.some(isOfConnectivity);
  const services = once(() => servicesOf(view.after));
  const connectivity = once((): ConnectivityState | undefined => (hasPolicies ? stateOf(view) : undefined));
  const routes = once(() => readExposure(view.after, options).routes);
  return {
    withClosedBackend(change) {
      const state = connectivity();
      const closed = state && closedBackend(change, state, services());
      return closed ? { ...change, closed } : change;
    },
    hostsOf(pods) {
      const state = connectivity() ?? connectivityState(view.after);
      return hostsOfPods(pods, routes(), services(), state);
    },
  };
}

// Where the policies cannot be compared, that is an event of its own; here it only means that nothing is known to be closed.
function stateOf({ after }: View): ConnectivityState | undefined {
  try {
    return connectivityState(after);
  } catch (error) {
    if (error instanceof TooManyBoxes) return undefined;
    throw error;
  }
}

function once<T>(compute: () => T): () => T {
  let result: { readonly value: T } | undefined;
  return () => {
    result ??= { value: compute() };
    return result.value;
  };
}
