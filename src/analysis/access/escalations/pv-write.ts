import type { Escalation } from "../escalation.ts";

export const pvWrite: Escalation = {
  id: "pv-write",
  family: "node-control",
  allows: "mount file systems of nodes through PersistentVolumes",
  needs: ["core persistentvolumes create,update,patch"],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "high" },
};
