import type { Escalation } from "../escalation.ts";

export const podsModify: Escalation = {
  id: "pods-modify",
  family: "pod-write",
  allows: "change running Pods",
  needs: ["core pods update,patch"],
  match: "any",
  danger: { cluster: "high", namespace: "medium", named: "low" },
};
