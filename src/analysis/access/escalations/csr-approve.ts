import type { Escalation } from "../escalation.ts";

export const csrApprove: Escalation = {
  id: "csr-approve",
  family: "node-control",
  allows: "approve client certificates",
  needs: [
    "certificates.k8s.io certificatesigningrequests/approval update,patch",
    "certificates.k8s.io signers approve",
  ],
  match: "all",
  danger: { cluster: "critical", namespace: null, named: "high" },
};
