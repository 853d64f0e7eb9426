import type { Escalation } from "../escalation.ts";

export const leasesWrite: Escalation = {
  id: "leases-write",
  family: "limited",
  allows: "steal leader election",
  needs: ["coordination.k8s.io leases update,patch,delete"],
  match: "any",
  danger: { cluster: "medium", namespace: "medium", named: "low" },
  namespaces: ["kube-system", "kube-node-lease"],
};
