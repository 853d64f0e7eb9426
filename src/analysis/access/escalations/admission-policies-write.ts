import type { Escalation } from "../escalation.ts";

export const admissionPoliciesWrite: Escalation = {
  id: "admission-policies-write",
  family: "admission-control",
  allows: "change admission policies",
  needs: [
    "admissionregistration.k8s.io validatingadmissionpolicies,validatingadmissionpolicybindings,mutatingadmissionpolicies,mutatingadmissionpolicybindings create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "high" },
};
