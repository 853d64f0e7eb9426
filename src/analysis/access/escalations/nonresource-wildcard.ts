import type { Escalation } from "../escalation.ts";

export const nonresourceWildcard: Escalation = {
  id: "nonresource-wildcard",
  family: "limited",
  allows: "read diagnostics of the control plane",
  needs: ["url *,/metrics,/debug/*,/logs/*,/configz get"],
  match: "any",
  danger: { cluster: "medium", namespace: null, named: null },
};
