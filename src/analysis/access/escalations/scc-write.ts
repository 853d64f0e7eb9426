import type { Escalation } from "../escalation.ts";

export const sccWrite: Escalation = {
  id: "scc-write",
  family: "admission-control",
  allows: "change security context constraints",
  needs: ["security.openshift.io securitycontextconstraints create,update,patch,delete,deletecollection"],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "high" },
};
