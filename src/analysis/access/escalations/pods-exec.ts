import type { Escalation } from "../escalation.ts";

export const podsExec: Escalation = {
  id: "pods-exec",
  family: "exec",
  allows: "run commands in Pods",
  needs: [
    "core pods/exec,pods/attach create,get",
    "subresources.kubevirt.io virtualmachineinstances/console,virtualmachineinstances/vnc get",
  ],
  match: "any",
  danger: { cluster: "critical", namespace: "high", named: "medium" },
};
