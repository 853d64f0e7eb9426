import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const identityTakeoverGranted = defineRule({
  id: "identity-takeover-granted",
  title: "Somebody gained the right to act as somebody else",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "high", when: "The right ends at one namespace" },
    named: { severity: "medium", when: "The right is limited to objects with certain names" },
  },
  pci: ["7.2.1", "8.2.2", "8.6.1", "10.2.1.5"],
  why: "Impersonation and issued tokens carry the rights of the other identity, and what is done with them is recorded under its name.",
  whatToDo: "Drop the right, or limit it to one ServiceAccount with `resourceNames`.",

  check: (change) => tellPower(change, "identity"),

  examples: [
    {
      title: "A role may impersonate users and groups",
      events: ["`system:serviceaccount:ci:deployer` can now impersonate others in every namespace"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [users, groups], verbs: [impersonate] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: deployer }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
    {
      title: "A role may issue tokens for one ServiceAccount",
      events: [
        "`system:serviceaccount:ci:deployer` can now issue tokens for ServiceAccounts named `reporter` in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [serviceaccounts/token], verbs: [create], resourceNames: [reporter] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
    {
      title: "Users exist for the whole cluster only: a RoleBinding to them has no effect",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [users], verbs: [impersonate] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
  ],
});
