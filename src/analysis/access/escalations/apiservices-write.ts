import type { Escalation } from "../escalation.ts";

export const apiservicesWrite: Escalation = {
  id: "apiservices-write",
  family: "admission-control",
  allows: "redirect API groups",
  needs: ["apiregistration.k8s.io apiservices create,update,patch,delete,deletecollection"],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "critical" },
};
