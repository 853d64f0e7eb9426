import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const namespaceControlGranted = defineRule({
  id: "namespace-control-granted",
  title: "Somebody gained the right to change namespaces",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "high", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "high", when: "The right ends at one namespace" },
    named: { severity: "high", when: "The right is limited to objects with certain names" },
  },
  pci: ["2.2.6", "6.5.3", "7.2.2"],
  why: "Labels of a namespace decide about Pod Security, sidecars and NetworkPolicies; a new namespace has none of them.",
  whatToDo: "Let only the GitOps controller write namespaces.",

  check: (change) => tellPower(change, "namespace-control"),

  examples: [
    {
      title: "A ClusterRole may patch one Namespace",
      events: ["`system:serviceaccount:ci:deployer` can now change the labels of namespaces named `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
        -  - { apiGroups: [""], resources: [namespaces], verbs: [get], resourceNames: [shop] }
        +  - { apiGroups: [""], resources: [namespaces], verbs: [get, patch], resourceNames: [shop] }
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
      title: "A RoleBinding reaches the labels of its own namespace",
      events: ["`system:serviceaccount:ci:deployer` can now change the labels of namespaces in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [namespaces], verbs: [patch] }
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
      title: "Creating namespaces takes a ClusterRoleBinding",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [namespaces], verbs: [create] }
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
