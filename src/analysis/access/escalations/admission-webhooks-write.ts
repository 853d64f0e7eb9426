import type { Escalation } from "../escalation.ts";

export const admissionWebhooksWrite: Escalation = {
  id: "admission-webhooks-write",
  family: "admission-control",
  allows: "change admission webhooks",
  needs: [
    "admissionregistration.k8s.io mutatingwebhookconfigurations,validatingwebhookconfigurations create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "critical" },
};
