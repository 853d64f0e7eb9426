import type { Escalation } from "../escalation.ts";

export const eventsWrite: Escalation = {
  id: "events-write",
  family: "minor",
  allows: "write cluster events",
  needs: ["core,events.k8s.io events create,update,patch"],
  match: "any",
  danger: { cluster: "low", namespace: "info", named: "info" },
};
