import type { Escalation } from "../escalation.ts";

export const policyEngineWrite: Escalation = {
  id: "policy-engine-write",
  family: "admission-control",
  allows: "change the rules of the policy engine",
  needs: [
    "kyverno.io clusterpolicies,policies,policyexceptions create,update,patch,delete,deletecollection",
    "policies.kyverno.io * create,update,patch,delete,deletecollection",
    "templates.gatekeeper.sh,constraints.gatekeeper.sh,config.gatekeeper.sh,mutations.gatekeeper.sh * create,update,patch,delete,deletecollection",
  ],
  match: "any",
  danger: { cluster: "high", namespace: "high", named: "medium" },
};
