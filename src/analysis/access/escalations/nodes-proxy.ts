import type { Escalation } from "../escalation.ts";

export const nodesProxy: Escalation = {
  id: "nodes-proxy",
  family: "node-control",
  allows: "control every container of a node through its kubelet",
  needs: ["core nodes/proxy get,create,update,patch,delete"],
  match: "any",
  danger: { cluster: "critical", namespace: null, named: "critical" },
};
