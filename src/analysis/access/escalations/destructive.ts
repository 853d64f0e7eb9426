import type { Escalation } from "../escalation.ts";

export const destructive: Escalation = {
  id: "destructive",
  family: "wildcard",
  allows: "delete everything",
  needs: ["* * delete,deletecollection"],
  match: "some-verb-on-everything",
  danger: { cluster: "high", namespace: "medium", named: null },
};
