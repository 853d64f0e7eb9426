import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const workloadWriteGranted = defineRule({
  id: "workload-write-granted",
  title: "Somebody gained the right to write workloads",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "high", when: "The right ends at one namespace" },
    named: { severity: "medium", when: "The right is limited to objects with certain names" },
  },
  pci: ["6.5.1", "6.5.4", "7.2.2"],
  why: "Whoever creates a Pod runs as any ServiceAccount of the namespace and mounts any of its Secrets, past the reviewed repository.",
  whatToDo: "Let only the GitOps controller write workloads.",

  check: (change) => tellPower(change, "workload-write"),

  examples: [
    {
      title: "A role may patch Deployments",
      events: ["`system:serviceaccount:ci:deployer` can now write workloads in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [apps], resources: [deployments], verbs: [get] }
        +  - { apiGroups: [apps], resources: [deployments], verbs: [get, patch] }
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
      title: "A role may create Pods in every namespace",
      events: ["`system:serviceaccount:ci:deployer` can now create Pods in every namespace"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [pods], verbs: [create] }
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
      title: "Scaling is not writing",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [apps], resources: [deployments], verbs: [get] }
        +  - { apiGroups: [apps], resources: [deployments/scale], verbs: [patch] }
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
