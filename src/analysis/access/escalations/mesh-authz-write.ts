import type { Escalation } from "../escalation.ts";

export const meshAuthzWrite: Escalation = {
  id: "mesh-authz-write",
  family: "traffic-control",
  allows: "write authorization of the service mesh",
  needs: [
    "security.istio.io authorizationpolicies,peerauthentications,requestauthentications create,update,patch,delete,deletecollection",
    "policy.linkerd.io * create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "high", namespace: "high", named: "medium" },
};
