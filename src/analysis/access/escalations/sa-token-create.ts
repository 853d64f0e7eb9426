import type { Escalation } from "../escalation.ts";

export const saTokenCreate: Escalation = {
  id: "sa-token-create",
  family: "identity",
  allows: "issue tokens for ServiceAccounts",
  needs: ["core serviceaccounts/token create"],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
