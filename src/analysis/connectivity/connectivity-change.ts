import type { Change } from "../change.ts";
import type { Restoration } from "../exposure/exposure-change.ts";
import type { PeerSet } from "./peer-set.ts";
import type { PortRange } from "./port-set.ts";
import type { TrafficDirection } from "./traffic-policy.ts";

/** A difference in which connections pods may have: one cause, one set of connections, all pods that it concerns. */
export type ConnectivityChange = FlowChange | OtherConnectivityChange;

interface Common extends Change {
  readonly topic: "connectivity";
}

/** Pods can now be reached by, or reach, more or fewer peers than before, as far as policies decide. */
export interface FlowChange extends Common {
  /**
   * `opened`, `closed`: policies still isolate the pods, and admit more or less. `isolation-lost`: no policy isolates them in this
   * direction any more. `isolation-gained`: the first one does.
   */
  readonly kind: "opened" | "closed" | "isolation-lost" | "isolation-gained";
  readonly traffic: TrafficDirection;
  /** Both where isolation came or went in both by one cause; otherwise just `traffic`. */
  readonly directions: readonly TrafficDirection[];
  readonly targets: readonly Target[];
  /** What was gained or lost, exactly; for lost isolation everything that was not admitted before. */
  readonly flows: readonly Flow[];
  /** The same for people: the rules that make it, whole as they are written, where there are such rules. */
  readonly shown: readonly Flow[];
  /** Whether every pod of the namespace lost (or gained) it, by a policy that selects all pods. */
  readonly wholeNamespace: boolean;
  readonly cause: FlowCause;
  /** How many more policies made it, where pods of one namespace are told together whichever policies isolate them. */
  readonly otherPolicies?: number;
  /** No pod that the repository knows gains anything: other policies admit the same for all of them. */
  readonly isLatent: boolean;
  /** The selector of one peer was split into two: pods of the namespace and, apart from that, pods with the labels. */
  readonly andBecameOr: boolean;
  /** A rule denied the connections before. */
  readonly denyGone?: true;
  /** Gained connections across the border of a zone, those into the assessment first; they are part of `flows`. */
  readonly crossings: readonly ZoneCrossing[];
  /** How to give the object behind the change what it had before, where that is mechanical. Found when asked for. */
  restoration?(): Restoration | undefined;
  /** Public hosts whose routes lead to the targets, sorted; empty where none does or nothing is known. */
  readonly hosts: readonly string[];
}

/** What in the repository made the difference. */
export type FlowCause =
  | "policy"
  /** Rules of a policy that stands before or behind those of namespaces: (Baseline)AdminNetworkPolicy, ClusterNetworkPolicy, Calico's other tiers. */
  | "cluster-policy"
  | "namespace-labels"
  | "workload-labels"
  /** The policy went together with everything that it applied to. */
  | "application-removed";

/** The pods at the near end: a workload, or all pods with some labels of which the repository knows none. */
export interface Target {
  readonly namespace: string | null;
  /** `Deployment/web`; null for pods that only a selector names. */
  readonly workload: string | null;
  /** `app=web`, `every pod`, for pods without a workload in the repository; otherwise the labels of its pods. */
  readonly selector: string;
  /** Name of the zone, if the policy has one for it. */
  readonly zone: string | null;
  readonly inScope: boolean;
}

/** Connections: all of these peers on all of these ports. */
export interface Flow {
  readonly peers: PeerSet;
  readonly ports: "every" | readonly PortRange[];
  /** The same ports were open to other peers before: the peers are what is new. */
  readonly portsKnown: boolean;
  /** The same peers had other ports before: the ports are what is new. */
  readonly peersKnown: boolean;
}

/**
 * A gained connection across the border of a zone that is possible now, after the policies of both ends. `lower-to-in-scope`: from a
 * namespace that is not in scope of the assessment into one that is. `unapproved-caller`: the zone names who may connect to it, and
 * this is nobody of them.
 */
export interface ZoneCrossing {
  readonly crossing: "lower-to-in-scope" | "unapproved-caller";
  readonly from: Endpoint;
  readonly to: Endpoint;
  readonly ports: "every" | readonly PortRange[];
}

export interface Endpoint {
  /** Null for the outside of the cluster, or where only labels tell which namespace it may be. */
  readonly namespace: string | null;
  readonly workload: string | null;
  readonly zone: string | null;
  /** To stand in a sentence: "`web` in `shop`", "any pod in `shop`", "the internet", "pods in namespaces with `team=x`". */
  readonly label: string;
}

export interface OtherConnectivityChange extends Common {
  /**
   * `orphaned`: a policy selected workloads of the repository, and selects none now. `unisolated`: a new namespace, or the first
   * workload in one, whose pods no policy isolates. `bypassed`: pods moved to the network of the node, where policies do not hold.
   * `rewritten`: a policy changed and admits the same. `zone-moved`: a namespace belongs to another zone of the
   * policy now. `not-understood`: what it admits cannot be told.
   */
  readonly kind:
    | "orphaned"
    | "unisolated"
    | "bypassed"
    | "bypass-ended"
    | "rewritten"
    | "zone-moved"
    | "not-understood";
  readonly targets: readonly Target[];
  /** For `zone-moved`: the zones before and after. */
  readonly zones?: { readonly from: ZoneName | null; readonly to: ZoneName | null };
  /** For `unisolated`: the directions without isolation. */
  readonly directions: readonly TrafficDirection[];
  /** For `not-understood`: what is wrong, as the end of a sentence about the object. */
  readonly problem?: string;
}

export interface ZoneName {
  readonly name: string;
  readonly inScope: boolean;
  /** Whether only listed callers may connect to it. */
  readonly limitsCallers: boolean;
}
