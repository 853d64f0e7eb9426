import type { Escalation } from "../escalation.ts";

export const csrApprove: Escalation = {
  id: "csr-approve",
  family: "node-control",
  allows: "approve certificates of signers",
  needs: [
    "certificates.k8s.io certificatesigningrequests/approval update,patch",
    "certificates.k8s.io signers approve",
  ],
  match: "all",
  // Whoever gets a certificate of this signer is whom it names.
  decisiveNames: ["kubernetes.io/kube-apiserver-client", "kubernetes.io/*"],
  danger: { cluster: "critical", namespace: null, named: "high" },
};
