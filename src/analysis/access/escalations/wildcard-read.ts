import type { Escalation } from "../escalation.ts";

export const wildcardRead: Escalation = {
  id: "wildcard-read",
  family: "wildcard",
  allows: "read everything (Secrets included)",
  needs: ["* * get,list,watch"],
  match: "some-verb-on-everything",
  danger: { cluster: "critical", namespace: "high", named: null },
};
