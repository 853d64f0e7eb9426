import type { Resource } from "../../kubernetes/resource.ts";

/** Names one policy over API groups that were renamed with equal meaning: moving on is no change. */
export function policyIdentity({ group, kind, namespace, name }: Resource): string {
  return `${renamed.get(group) ?? group}/${kind}/${namespace ?? ""}/${name}`;
}

/** Whether a policy belongs to no namespace, so that it may select pods in all of them. */
export function isClusterScoped({ kind, namespace }: Resource): boolean {
  return namespace === undefined && clusterKinds.has(kind);
}

const clusterKinds = new Set([
  "CiliumClusterwideNetworkPolicy",
  "GlobalNetworkPolicy",
  "ClusterNetworkPolicy",
  "AdminNetworkPolicy",
  "BaselineAdminNetworkPolicy",
]);

const renamed = new Map([
  ["extensions", "networking.k8s.io"],
  ["crd.projectcalico.org", "projectcalico.org"],
]);
