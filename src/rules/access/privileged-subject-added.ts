import { caseOfDanger, headline, powersOrRights, remarks, where, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const privilegedSubjectAdded = defineRule({
  id: "privileged-subject-added",
  title: "Somebody was added to a binding with dangerous rights",
  topic: "access",
  severity: "high",
  cases: {
    critical: { severity: "critical", when: "A critical power is among the rights" },
    high: { severity: "high", when: "A high power is among the rights" },
  },
  pci: ["7.2.3", "8.2.4", "10.2.1.5"],
  why: "The role was reviewed for those who had it. One more line makes one more administrator.",
  whatToDo: "Attach the request for access, and set a date to take the line out again.",

  check(change) {
    const found = headline(change, "subject-added");
    if (!found) return;
    const message = `${who(change)} came to ${found.binding}, and can now ${powersOrRights(change)}${where(change)}${remarks(change)}`;
    return { message, case: caseOfDanger(found.danger) };
  },

  examples: [
    {
      title: "A contractor joins the platform team",
      events: [
        "`contractor@example.test` came to ClusterRoleBinding `platform`, and can now read Secrets, write Secrets and change nodes in every namespace",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: platform-admin }
         rules:
           - { apiGroups: [""], resources: [nodes, secrets], verbs: [get, list, patch] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: platform }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: platform-admin }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: platform }
        +  - { kind: User, apiGroup: rbac.authorization.k8s.io, name: contractor@example.test }
      `,
    },
    {
      title: "Somebody is added to a binding of a harmless role",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "The role grows: nobody was added",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [pods, secrets], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
      `,
    },
  ],
});
