import type { Escalation } from "../escalation.ts";

export const podsEphemeralcontainers: Escalation = {
  id: "pods-ephemeralcontainers",
  family: "exec",
  allows: "inject containers into running Pods",
  needs: ["core pods/ephemeralcontainers update,patch"],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
