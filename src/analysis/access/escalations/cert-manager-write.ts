import type { Escalation } from "../escalation.ts";

export const certManagerWrite: Escalation = {
  id: "cert-manager-write",
  family: "infrastructure-control",
  allows: "obtain certificates for other names",
  needs: [
    "cert-manager.io issuers,clusterissuers,certificates,certificaterequests,certificaterequests/status create,update,patch",
  ],
  match: "any",
  danger: { cluster: "high", namespace: "medium", named: "medium" },
};
