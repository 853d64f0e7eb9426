import type { Escalation } from "../escalation.ts";

export const partialWildcard: Escalation = {
  id: "partial-wildcard",
  family: "partial-wildcard",
  allows: "use a wildcard",
  needs: ["* * *"],
  match: "partial-wildcard",
  danger: { cluster: "medium", namespace: "low", named: "low" },
};
