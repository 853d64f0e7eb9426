import type { Escalation } from "../escalation.ts";

export const bind: Escalation = {
  id: "bind",
  family: "escalate-or-bind",
  allows: "bind roles to anyone",
  needs: ["rbac.authorization.k8s.io roles,clusterroles bind"],
  match: "any",
  decisiveNames: ["cluster-admin"],
  danger: { cluster: "critical", namespace: "high", named: "high" },
};
