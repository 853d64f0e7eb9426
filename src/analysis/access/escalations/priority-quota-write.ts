import type { Escalation } from "../escalation.ts";

export const priorityQuotaWrite: Escalation = {
  id: "priority-quota-write",
  family: "limited",
  allows: "change quotas and priorities",
  needs: [
    "scheduling.k8s.io priorityclasses create,update,patch,delete,deletecollection",
    "core resourcequotas,limitranges create,update,patch,delete,deletecollection",
    "flowcontrol.apiserver.k8s.io flowschemas,prioritylevelconfigurations create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "medium", namespace: "low", named: "low" },
};
