import type { Escalation } from "../escalation.ts";

export const escalate: Escalation = {
  id: "escalate",
  family: "escalate-or-bind",
  allows: "give roles rights that it does not hold itself",
  needs: ["rbac.authorization.k8s.io roles,clusterroles escalate"],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "high" },
};
