import type { Escalation } from "../escalation.ts";

export const csrSign: Escalation = {
  id: "csr-sign",
  family: "node-control",
  allows: "sign certificates",
  needs: [
    "certificates.k8s.io certificatesigningrequests/status update,patch",
    "certificates.k8s.io signers sign,attest",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "high" },
};
