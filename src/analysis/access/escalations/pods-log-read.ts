import type { Escalation } from "../escalation.ts";

export const podsLogRead: Escalation = {
  id: "pods-log-read",
  family: "limited",
  allows: "read the logs of Pods",
  needs: ["core pods/log get"],
  match: "any",
  danger: { cluster: "medium", namespace: "low", named: "info" },
};
