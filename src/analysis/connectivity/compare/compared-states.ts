import type { Resource } from "../../../kubernetes/resource.ts";
import type { ConnectivityState } from "../connectivity-state.ts";

/** Charts, releases and others that are not rendered, by `Generator.root`: a directory, or `file#namespace/name`. */
export interface GeneratorRoots {
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Folders with a kustomization, and the roots that each of them is part of. */
  readonly kustomizations?: ReadonlyMap<string, readonly string[]>;
}

/** Both states of a view, and what of them may give another answer. */
export interface States {
  readonly before: ConnectivityState;
  readonly after: ConnectivityState;
  /** Whether both states have the object with equal content, apart from labels and annotations of policies. */
  readonly isUnchanged: (resource: Resource) => boolean;
  /** Whether the answer for pods of the namespace may differ between the states. */
  readonly concerns: (namespace: string) => boolean;
  /** What makes pods that no manifest shows. */
  readonly generators: GeneratorRoots;
}
