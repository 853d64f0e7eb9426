import type { Escalation } from "../escalation.ts";

export const eventsDelete: Escalation = {
  id: "events-delete",
  family: "limited",
  allows: "delete cluster events",
  needs: ["core,events.k8s.io events delete,deletecollection"],
  match: "any",
  danger: { cluster: "medium", namespace: "low", named: "info" },
};
