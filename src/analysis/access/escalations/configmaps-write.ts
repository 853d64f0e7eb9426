import type { Escalation } from "../escalation.ts";

export const configmapsWrite: Escalation = {
  id: "configmaps-write",
  family: "limited",
  allows: "write ConfigMaps",
  needs: ["core configmaps create,update,patch"],
  match: "any",
  danger: { cluster: "medium", namespace: "low", named: "low" },
};
