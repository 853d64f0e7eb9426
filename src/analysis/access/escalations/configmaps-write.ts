import type { Escalation } from "../escalation.ts";

export const configmapsWrite: Escalation = {
  id: "configmaps-write",
  family: "limited",
  allows: "write ConfigMaps",
  needs: ["core configmaps create,update,patch"],
  match: "any",
  saidBy: "control-configmaps-write",
  danger: { cluster: "medium", namespace: "low", named: "low" },
};
