import type { Escalation } from "../escalation.ts";

export const servicesWrite: Escalation = {
  id: "services-write",
  family: "traffic-control",
  allows: "write Services",
  needs: ["core services,services/status create,update,patch"],
  match: "any",
  danger: { cluster: "high", namespace: "medium", named: "low" },
};
