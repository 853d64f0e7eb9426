import type { Escalation } from "../escalation.ts";

export const nodesKubeletFine: Escalation = {
  id: "nodes-kubelet-fine",
  family: "minor",
  allows: "read details of nodes from their kubelet",
  needs: [
    "core nodes/log,nodes/metrics,nodes/stats,nodes/pods,nodes/configz,nodes/healthz,nodes/checkpoint get,create",
  ],
  match: "any",
  danger: { cluster: "low", namespace: null, named: "low" },
};
