import type { Escalation } from "../escalation.ts";

export const podsServicesProxy: Escalation = {
  id: "pods-services-proxy",
  family: "tunnel",
  allows: "reach Pods and Services through the API server",
  needs: ["core pods/proxy,services/proxy get,create,update,patch,delete"],
  match: "any",
  danger: { cluster: "high", namespace: "medium", named: "low" },
};
