import {
  caseOfDanger,
  headline,
  powersOrRights,
  remarks,
  rights,
  where,
  who,
} from "../../analysis/access/describe-access.ts";
import { listed, sayRole } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const roleReferenceRetargeted = defineRule({
  id: "role-reference-retargeted",
  title: "A binding refers to another role than before",
  topic: "access",
  severity: "high",
  cases: {
    critical: { severity: "critical", when: "A critical power is among the rights" },
    high: { severity: "high", when: "A high power is among the rights" },
    medium: { severity: "medium", when: "A medium power is among the rights" },
    low: { severity: "low", when: "No known power is among the rights" },
    info: { severity: "low", when: "No known power is among the rights" },
    harmless: { severity: "low", when: "No known power is among the rights" },
    narrowed: { severity: "info", when: "Nobody gains anything" },
  },
  pci: ["6.5.1", "7.2.3"],
  why: "Kubernetes lets nobody change a roleRef: the sync fails, or it deletes the binding and creates it again. Until then the old rights stay.",
  whatToDo: "Give the new binding a name of its own, and delete the old one.",

  check(change) {
    const found = headline(change, "retargeted");
    if (!found) return;
    const from = listed(found.from.map(sayRole), 3);
    if (change.direction === "narrowed") {
      const message = `${who(change)} can no longer ${rights(change)}${where(change)}, once ${found.binding} is deleted and created again: it referred to ${from} before, and Kubernetes lets nobody change that in place`;
      return { message, case: "narrowed" };
    }
    const message = `${found.binding} refers to another role than ${from}: ${who(change)} can now ${powersOrRights(change)}${where(change)}${remarks(change)}`;
    return { message, case: caseOfDanger(found.danger) };
  },

  examples: [
    {
      title: "A binding leads to a role that reads Secrets",
      events: [
        "RoleBinding `ops` refers to another role than ClusterRole `view`: Group `ops` can now read Secrets in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: secret-reader }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: secret-reader }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get] }
      `,
    },
    {
      title: "A binding leads to a smaller role: the API server refuses that",
      events: [
        "Group `ops` can no longer get secrets in namespace `shop`, once RoleBinding `ops` is deleted and created again: it referred to ClusterRole `secret-reader` before, and Kubernetes lets nobody change that in place",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: secret-reader }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: pod-reader }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: secret-reader }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: pod-reader }
         rules: []
      `,
    },
    {
      title: "The role has another name now, and the same rights",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: secret-reader }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: reader }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
        -metadata: { name: secret-reader }
        +metadata: { name: reader }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get] }
      `,
    },
  ],
});
