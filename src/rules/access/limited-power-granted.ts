import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const limitedPowerGranted = defineRule({
  id: "limited-power-granted",
  title: "Somebody gained a limited power",
  topic: "access",
  severity: "low",
  cases: {
    cluster: { severity: "medium", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "low", when: "The right ends at one namespace" },
    named: { severity: "low", when: "The right is limited to objects with certain names" },
  },
  pci: ["7.2.2", "7.2.5"],
  why: "The right reaches logs, configuration, quotas, scale or diagnostics: less than a takeover, more than reading objects.",
  whatToDo: "Keep it to the objects that are needed, by namespace and `resourceNames`.",

  check: (change) => tellPower(change, "limited"),

  examples: [
    {
      title: "A role may read logs",
      events: ["`system:serviceaccount:ci:deployer` can now read the logs of Pods in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [pods/log], verbs: [get] }
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
      title: "A role may scale everything in the cluster",
      events: ["`system:serviceaccount:ci:deployer` can now scale workloads in every namespace"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [apps], resources: ["*/scale"], verbs: [patch] }
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
      title: "Listing Pods is no power",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get] }
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
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
