import type { Escalation } from "../escalation.ts";

export const impersonateConstrained: Escalation = {
  id: "impersonate-constrained",
  family: "identity",
  allows: "impersonate others within limits",
  needs: [
    "authentication.k8s.io users,groups,uids,userextras/*,serviceaccounts,nodes impersonate:user-info,impersonate:serviceaccount,impersonate:arbitrary-node,impersonate:associated-node",
    "* * impersonate-on:*",
  ],
  match: "all",
  danger: { cluster: "high", namespace: "medium", named: "low" },
};
