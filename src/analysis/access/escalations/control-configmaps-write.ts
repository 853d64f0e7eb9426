import type { Escalation } from "../escalation.ts";

export const controlConfigmapsWrite: Escalation = {
  id: "control-configmaps-write",
  family: "gitops-control",
  allows: "write ConfigMaps that control the cluster",
  needs: ["core configmaps create,update,patch,delete,deletecollection"],
  match: "any",
  danger: { cluster: "critical", namespace: "critical", named: "high" },
  namespaces: ["kube-system", "argocd", "flux-system"],
};
