import type { Escalation } from "../escalation.ts";

export const endpointsWrite: Escalation = {
  id: "endpoints-write",
  family: "traffic-control",
  allows: "redirect Services to any address",
  needs: [
    "core endpoints create,update,patch,delete,deletecollection",
    "discovery.k8s.io endpointslices create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "high", namespace: "high", named: "medium" },
};
