import type { Escalation } from "../escalation.ts";

export const secretsWrite: Escalation = {
  id: "secrets-write",
  family: "secrets-write",
  allows: "write Secrets",
  needs: ["core secrets create,update,patch"],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
