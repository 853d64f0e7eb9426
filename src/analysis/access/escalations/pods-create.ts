import type { Escalation } from "../escalation.ts";

export const podsCreate: Escalation = {
  id: "pods-create",
  family: "workload-write",
  allows: "create Pods",
  needs: ["core pods create"],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: null },
};
