import type { Escalation } from "../escalation.ts";

export const externalSecretsWrite: Escalation = {
  id: "external-secrets-write",
  family: "secrets-read",
  allows: "pull Secrets from external stores",
  needs: [
    "external-secrets.io secretstores,clustersecretstores,externalsecrets,clusterexternalsecrets,pushsecrets create,update,patch",
    "secrets-store.csi.x-k8s.io secretproviderclasses create,update,patch",
    "bitnami.com sealedsecrets create,update,patch",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
