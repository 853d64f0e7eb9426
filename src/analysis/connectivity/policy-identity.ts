import type { Resource } from "../../kubernetes/resource.ts";

/** Names one policy over API groups that were renamed with equal meaning: moving on is no change. */
export function policyIdentity({ group, kind, namespace, name }: Resource): string {
  return `${renamed.get(group) ?? group}/${kind}/${namespace ?? ""}/${name}`;
}

const renamed = new Map([
  ["extensions", "networking.k8s.io"],
  ["crd.projectcalico.org", "projectcalico.org"],
]);
