import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const networkControlGranted = defineRule({
  id: "network-control-granted",
  title: "Somebody gained the right to change routes or network policies at run time",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "high", when: "The right ends at one namespace" },
    named: { severity: "high", when: "The right is limited to objects with certain names" },
  },
  pci: ["1.2.2", "6.5.1", "7.2.2"],
  why: "Ingresses, gateways, routes and NetworkPolicies could then change past this review and past the designated maintainers.",
  whatToDo: "Let only the GitOps controller write them; people change them by pull request.",

  check: (change) => tellPower(change, "network-control"),

  examples: [
    {
      title: "A team may write Ingresses",
      events: [
        "`system:serviceaccount:ci:deployer` can now write ingress routes and gateways and write NetworkPolicies in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [networking.k8s.io], resources: [ingresses], verbs: [get, list] }
        +  - { apiGroups: [networking.k8s.io], resources: [ingresses, networkpolicies], verbs: [get, list, create] }
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
      title: "An operator may write HTTPRoutes in every namespace",
      events: ["`system:serviceaccount:ci:deployer` can now write ingress routes and gateways in every namespace"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [gateway.networking.k8s.io], resources: [httproutes], verbs: [create, patch] }
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
      title: "Reading NetworkPolicies changes none",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [networking.k8s.io], resources: [networkpolicies], verbs: [get, list] }
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
