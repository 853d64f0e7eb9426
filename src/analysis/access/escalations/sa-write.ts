import type { Escalation } from "../escalation.ts";

export const saWrite: Escalation = {
  id: "sa-write",
  family: "service-account-write",
  allows: "write ServiceAccounts",
  needs: ["core serviceaccounts create,update,patch"],
  match: "any",
  danger: { cluster: "high", namespace: "medium", named: "low" },
};
