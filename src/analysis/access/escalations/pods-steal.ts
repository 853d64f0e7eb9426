import type { Escalation } from "../escalation.ts";

/** Where a Pod starts anew follows from the nodes: whoever changes these and ends that one has it where they read its memory. */
export const podsSteal: Escalation = {
  id: "pods-steal",
  family: "node-control",
  allows: "move Pods to nodes of their choice",
  needs: ["core nodes,nodes/status update,patch", "core pods delete,deletecollection"],
  match: "all",
  danger: { cluster: "high", namespace: null, named: null },
};
