import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const secretsMadeReadable = defineRule({
  id: "secrets-made-readable",
  title: "Somebody gained the right to read Secrets",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "high", when: "The right ends at one namespace" },
    named: { severity: "medium", when: "The right is limited to objects with certain names" },
  },
  pci: ["7.2.2", "7.2.5", "7.2.6", "8.3.2"],
  why: "Secrets hold keys, tokens and passwords. `list` and `watch` return their contents just like `get`.",
  whatToDo: "Mount the one Secret that is needed, or allow `get` with `resourceNames` only.",

  check: (change) => tellPower(change, "secrets-read"),

  examples: [
    {
      title: "A role lists secrets beside ConfigMaps",
      events: ["`system:serviceaccount:ci:deployer` can now read Secrets in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [configmaps], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [configmaps, secrets], verbs: [get, list] }
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
      title: "A role that may get Secrets may list them too",
      events: [
        "`system:serviceaccount:ci:deployer` can now read Secrets in namespace `shop`; each of these Secrets could be read by its name before",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [secrets], verbs: [get] }
        +  - { apiGroups: [""], resources: [secrets], verbs: [get, list] }
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
      title: "A cluster-wide role may get Secrets",
      events: ["`system:serviceaccount:ci:deployer` can now read Secrets in every namespace"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [secrets], verbs: [get] }
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
      title: "Secrets are fetched from an external store",
      events: ["`system:serviceaccount:ci:deployer` can now pull Secrets from external stores in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [external-secrets.io], resources: [externalsecrets], verbs: [create] }
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
      title: "Deleting Secrets reads none",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [secrets], verbs: [delete] }
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
