import type { Escalation } from "../escalation.ts";

export const impersonate: Escalation = {
  id: "impersonate",
  family: "identity",
  allows: "impersonate others",
  needs: [
    "core users,groups,serviceaccounts impersonate",
    "authentication.k8s.io uids,userextras,userextras/* impersonate",
  ],
  match: "any",
  decisiveNames: ["system:masters"],
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
