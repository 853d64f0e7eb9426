import { identityOf, type Resource } from "../../kubernetes/resource.ts";

/** Names one policy over API groups that were renamed with equal meaning: moving on is no change. */
export function policyIdentity(resource: Resource): string {
  return identityOf({ ...resource, group: renamed.get(resource.group) ?? resource.group });
}

const renamed = new Map([
  ["extensions", "networking.k8s.io"],
  ["crd.projectcalico.org", "projectcalico.org"],
]);
