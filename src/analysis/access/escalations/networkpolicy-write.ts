import type { Escalation } from "../escalation.ts";

export const networkpolicyWrite: Escalation = {
  id: "networkpolicy-write",
  family: "network-control",
  allows: "write NetworkPolicies",
  needs: ["networking.k8s.io,extensions networkpolicies create,update,patch,delete,deletecollection"],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
