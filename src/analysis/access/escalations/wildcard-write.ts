import type { Escalation } from "../escalation.ts";

export const wildcardWrite: Escalation = {
  id: "wildcard-write",
  family: "wildcard",
  allows: "change everything (routes and network policies included)",
  needs: ["* * create,update,patch,delete,deletecollection"],
  match: "some-verb-on-everything",
  danger: { cluster: "critical", namespace: "critical", named: null },
};
