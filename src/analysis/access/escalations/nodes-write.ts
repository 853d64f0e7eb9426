import type { Escalation } from "../escalation.ts";

export const nodesWrite: Escalation = {
  id: "nodes-write",
  family: "node-control",
  allows: "change nodes",
  needs: ["core nodes,nodes/status create,update,patch,delete"],
  match: "any",
  danger: { cluster: "high", namespace: null, named: "medium" },
};
