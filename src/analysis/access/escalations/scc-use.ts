import type { Escalation } from "../escalation.ts";

/** What OpenShift lets the Pods of an account be: all of it, or one of those that let them at the node. */
export const sccUse: Escalation = {
  id: "scc-use",
  family: "node-control",
  allows: "run Pods under other security context constraints",
  needs: ["security.openshift.io securitycontextconstraints use"],
  match: "any",
  decisiveNames: ["privileged", "hostaccess", "hostmount-anyuid", "hostnetwork", "hostnetwork-v2", "node-exporter"],
  danger: { cluster: "high", namespace: "high", named: null },
};
