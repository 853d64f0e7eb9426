import type { Resource } from "../../kubernetes/resource.ts";
import type { PolicyProblem, TrafficPolicy } from "./traffic-policy.ts";

/** A family of objects that say which connections pods may have. One file of `policies/` each. */
export interface PolicyKind {
  readonly id: string;
  /** Every kind that the family reads, as `group/Kind`; sets of addresses that its policies refer to are among them. */
  readonly kinds: readonly string[];
  /**
   * The policies of one state. `resources` are the objects of `kinds`. What a policy says and nobody here understands becomes a
   * problem or a peer `unknown:…`, never nothing: leaving out an allowing rule hides a way in.
   */
  read(resources: readonly Resource[]): PolicyReading;
}

export interface PolicyReading {
  readonly policies: readonly TrafficPolicy[];
  readonly problems: readonly PolicyProblem[];
}
