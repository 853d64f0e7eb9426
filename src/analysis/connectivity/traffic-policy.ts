import type { FieldPath, Resource } from "../../kubernetes/resource.ts";
import type { PeerSet, PodSet } from "./peer-set.ts";
import type { PortSet } from "./port-set.ts";

export type TrafficDirection = "ingress" | "egress";

/** One policy object, read into what its plugin would do. */
export interface TrafficPolicy {
  readonly resource: Resource;
  /** The pods that it applies to. A policy of a namespace selects in that namespace only. */
  readonly subject: PodSet;
  /** Where the selection of pods stands, such as `["spec", "podSelector"]`. */
  readonly subjectPath: FieldPath;
  readonly precedence: Precedence;
  /** A direction that is missing is untouched by the policy. */
  readonly ingress?: DirectionRules;
  readonly egress?: DirectionRules;
}

/**
 * Tiers are evaluated in the order of their numbers, rules inside by `order`; the first rule that matches decides. `pass`, and
 * traffic that no rule of a tier matches, goes on to the next tier unless a policy of the tier isolates the pod. Behind the last
 * tier everything is allowed.
 */
export interface Precedence {
  readonly tier: number;
  /**
   * Policies of equal order form a union: what one of them denies is denied (Cilium), otherwise what one of them allows is allowed
   * (Kubernetes). Policies whose rules are evaluated in sequence have different orders; see `sequence`.
   */
  readonly order: number;
  /** Rules of the policy are tried one after the other; policies of equal order in the order of their names. */
  readonly inSequence: boolean;
}

/** (Baseline)AdminNetworkPolicy and ClusterNetworkPolicy of tier Admin. */
export const adminTier = 0;
/** NetworkPolicy, Cilium's policies, and Calico's of the tier `default`; Calico's other tiers have numbers between. */
export const namespacedTier = 1_000_000;
export const baselineTier = 2_000_000;
/** The order that Calico gives to NetworkPolicies of Kubernetes (docs.tigera.io, "Policy ordering"). */
export const namespacedOrder = 1000;

export interface DirectionRules {
  /** Whether traffic of this direction that no rule of the tier matches is refused for the selected pods. */
  readonly isolates: boolean;
  readonly rules: readonly TrafficRule[];
  /** The field that makes the direction count, such as `["spec", "ingress"]` or `["spec", "policyTypes"]`. */
  readonly path: FieldPath;
}

export interface TrafficRule {
  readonly action: "allow" | "deny" | "pass";
  /** The sources of `ingress`, the destinations of `egress`. */
  readonly peers: PeerSet;
  readonly ports: PortSet;
  readonly path: FieldPath;
}

/** What could not be read of a policy: as the end of a sentence about the object, such as "its `cidr` `10.0/8` is no address block". */
export interface PolicyProblem {
  readonly resource: Resource;
  readonly path: FieldPath;
  readonly problem: string;
  /** The canonical text of what is not understood: it identifies the problem over rebases. */
  readonly text: string;
}
