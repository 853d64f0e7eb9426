import type { Escalation } from "../escalation.ts";

export const clusterAdminEquivalent: Escalation = {
  id: "cluster-admin-equivalent",
  family: "cluster-admin",
  allows: "do everything",
  needs: ["* * *"],
  match: "all-verbs-and-resources",
  danger: { cluster: "critical", namespace: "critical", named: null },
};
