import { caseOfDanger, headline, powersOrRights, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const aggregationWidened = defineRule({
  id: "aggregation-widened",
  title: "The holders of an aggregated role gained rights",
  topic: "access",
  severity: "high",
  cases: {
    critical: { severity: "critical", when: "A critical power is among the rights" },
    high: { severity: "high", when: "A high power is among the rights" },
    medium: { severity: "medium", when: "A medium power is among the rights" },
    low: { severity: "low", when: "Only minor powers are among the rights" },
    info: { severity: "low", when: "Only minor powers are among the rights" },
    harmless: { severity: "low", when: "No known power is among the rights" },
  },
  pci: ["6.5.1", "7.2.1", "7.2.2"],
  why: "A label on a ClusterRole silently adds its rules to `view`, `edit` or `admin`, for all who hold them in any namespace.",
  whatToDo: "Remove the label and bind the role to those who need it.",

  check(change) {
    const found = headline(change, "aggregation");
    if (!found) return;
    const message = `${who(change)} can now ${powersOrRights(change)}`;
    return { message, case: found.everything ? "critical" : caseOfDanger(found.danger) };
  },

  examples: [
    {
      title: "A label adds a role to view",
      events: ["Every holder of `view` can now read Secrets"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata:
           name: extra
        +  labels: { rbac.authorization.k8s.io/aggregate-to-view: "true" }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get] }
      `,
    },
    {
      title: "A label that no selector asks for",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata:
           name: extra
        +  labels: { app: extra }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get] }
      `,
    },
  ],
});
