import type { Escalation } from "../escalation.ts";

export const namespacesWrite: Escalation = {
  id: "namespaces-write",
  family: "namespace-control",
  allows: "change the labels of namespaces",
  needs: ["core namespaces,namespaces/finalize update,patch"],
  match: "any",
  danger: { cluster: "high", namespace: "high", named: "high" },
};
