import { headline, isPowerful, tellWho } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const individualUserBound = defineRule({
  id: "individual-user-bound",
  title: "A person was bound by name instead of through a group",
  topic: "access",
  severity: "medium",
  cases: {
    powerful: { severity: "medium", when: "Some of the rights give more than they say" },
    harmless: { severity: "low", when: "No known power is among the rights" },
  },
  pci: ["7.2.2", "8.2.2", "8.2.5"],
  why: "A binding to a person stays when the person moves or leaves, and whoever gets the name next inherits the rights.",
  whatToDo: "Bind a group of the identity provider, and make the person a member of it.",

  check(change) {
    const found = headline(change, "individual");
    if (!found) return;
    const form = `${listed(found.users, 4)} ${found.users.length === 1 ? "is" : "are"} bound by name, not through a group`;
    return { message: tellWho(change, "individual", form), case: isPowerful(change) ? "powerful" : "harmless" };
  },

  examples: [
    {
      title: "A person takes the place of a group",
      events: [
        "`alice@example.test` can now get, list pods in namespace `shop`; in place of group `ops`; who belongs to the group is decided elsewhere; `alice@example.test` is bound by name, not through a group",
      ],
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
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
        +  - { kind: User, apiGroup: rbac.authorization.k8s.io, name: alice@example.test }
      `,
    },
    {
      title: "A person may read Secrets: what that means is told by the rule about Secrets",
      events: ["`alice@example.test` is bound by name, not through a group in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [secrets], verbs: [get, list] }
         ---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: ops, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
        +subjects:
        +  - { kind: User, apiGroup: rbac.authorization.k8s.io, name: alice@example.test }
      `,
    },
    {
      title: "A component of Kubernetes is no person",
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
        +  - { kind: User, apiGroup: rbac.authorization.k8s.io, name: "system:kube-scheduler" }
      `,
    },
    {
      title: "The role of a person grows: the binding is old",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get] }
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: User, apiGroup: rbac.authorization.k8s.io, name: alice@example.test }
      `,
    },
  ],
});
