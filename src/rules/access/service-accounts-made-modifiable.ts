import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const serviceAccountsMadeModifiable = defineRule({
  id: "service-accounts-made-modifiable",
  title: "Somebody gained the right to write ServiceAccounts",
  topic: "access",
  severity: "medium",
  cases: {
    cluster: { severity: "high", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "medium", when: "The right ends at one namespace" },
    named: { severity: "low", when: "The right is limited to objects with certain names" },
  },
  pci: ["7.2.5", "8.6.1"],
  why: "Annotations of a ServiceAccount decide which cloud identity its Pods get.",
  whatToDo: "Leave ServiceAccounts to the reviewed repository.",

  check: (change) => tellPower(change, "service-account-write"),

  examples: [
    {
      title: "A role may patch ServiceAccounts",
      events: ["`system:serviceaccount:ci:deployer` can now write ServiceAccounts in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [serviceaccounts], verbs: [patch] }
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
      title: "Reading ServiceAccounts changes none",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [serviceaccounts], verbs: [get] }
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
