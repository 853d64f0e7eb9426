import type { Resource, ResourceRef } from "../../kubernetes/resource.ts";
import { refOf } from "../../kubernetes/resource.ts";
import type { Change } from "../change.ts";

/** How much somebody gains: the words of event severities. */
export type Weight = "critical" | "high" | "medium" | "low";

/** What a change is about; for each there is a rule, but for `settings`, which the generic one tells. */
export type PrivilegeKind =
  /** Pods act in a cloud as somebody else. */
  | "cloud-identity"
  /** Pods get a token of their ServiceAccount, or none. */
  | "token"
  /** Pods run as another ServiceAccount. */
  | "workload-account"
  /** What pods of a namespace may be. */
  | "pod-security"
  /** Whether pods are part of a service mesh. */
  | "mesh"
  | "scc"
  | "app-project"
  | "argocd-access"
  /** Who of a cloud is who in the cluster. */
  | "cluster-mapping"
  /** People who belong to a group of OpenShift. */
  | "group-member"
  | "settings";

/** A difference in what pods and people may do that RBAC does not tell. */
export interface PrivilegeChange extends Change {
  readonly topic: "privilege";
  readonly kind: PrivilegeKind;
  /** The circumstance that moves the severity: a case of the rule for the kind. */
  readonly weight: string;
  /** What happened, seen from outside. */
  readonly sentence: string;
  /** The workloads that it concerns beyond the object itself. */
  readonly workloads?: readonly ResourceRef[];
}

/** A change of one object: what it says beyond that follows from the object. */
export function privilegeChange(
  view: string,
  resource: Resource,
  facts: Omit<PrivilegeChange, "topic" | "view" | "resource">,
): PrivilegeChange {
  return { topic: "privilege", view, resource: refOf(resource), ...facts };
}
