import type { Escalation } from "../escalation.ts";

export const secretsRead: Escalation = {
  id: "secrets-read",
  family: "secrets-read",
  allows: "read Secrets",
  needs: ["core secrets get,list,watch"],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
