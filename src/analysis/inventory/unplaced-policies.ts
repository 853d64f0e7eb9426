import { directoryOf } from "../../kubernetes/file-names.ts";
import type { ConnectivityState } from "../connectivity/connectivity-state.ts";

const known = new WeakMap<ConnectivityState, readonly string[]>();

/** Directories with policies whose namespace an applier fills in: which pods they select is not known before that. */
export function unplacedPolicies(state: ConnectivityState): readonly string[] {
  const found = known.get(state) ?? directoriesOf(state);
  known.set(state, found);
  return found;
}

function directoriesOf({ policies }: ConnectivityState): readonly string[] {
  // A policy of the whole cluster has no namespace to fill in.
  const unplaced = policies.filter(
    ({ resource }) => resource.namespace === undefined && resource.kind === "NetworkPolicy",
  );
  return [...new Set(unplaced.map(({ resource }) => directoryOf(resource.file) || "."))].sort();
}
