import type { Escalation } from "../escalation.ts";

export const podsPortforward: Escalation = {
  id: "pods-portforward",
  family: "tunnel",
  allows: "open connections to any port of Pods",
  needs: ["core pods/portforward create,get"],
  match: "any",
  danger: { cluster: "high", namespace: "medium", named: "low" },
};
