import type { Escalation } from "../escalation.ts";

export const scaleWrite: Escalation = {
  id: "scale-write",
  family: "limited",
  allows: "scale workloads",
  needs: ["core,apps,extensions,argoproj.io */scale update,patch"],
  match: "any",
  danger: { cluster: "medium", namespace: "low", named: "low" },
};
