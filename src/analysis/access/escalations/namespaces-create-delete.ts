import type { Escalation } from "../escalation.ts";

export const namespacesCreateDelete: Escalation = {
  id: "namespaces-create-delete",
  family: "namespace-control",
  allows: "create or delete namespaces",
  needs: ["core namespaces create,delete"],
  match: "any",
  danger: { cluster: "high", namespace: "high", named: "medium" },
};
