import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const tunnelGranted = defineRule({
  id: "tunnel-granted",
  title: "Somebody gained a tunnel to Pods or Services",
  topic: "access",
  severity: "medium",
  cases: {
    cluster: { severity: "high", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "medium", when: "The right ends at one namespace" },
    named: { severity: "low", when: "The right is limited to objects with certain names" },
  },
  pci: ["1.2.2", "7.2.2", "7.2.6"],
  why: "Port forwarding and the API server's proxy reach any port of a Pod past NetworkPolicies and past the authentication of the ingress.",
  whatToDo: "Remove the right; expose what is needed through a reviewed route.",

  check: (change) => tellPower(change, "tunnel"),

  examples: [
    {
      title: "A role may forward ports",
      events: ["`system:serviceaccount:ci:deployer` can now open connections to any port of Pods in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [pods/portforward], verbs: [create] }
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
      title: "Reading the Pods themselves opens no tunnel",
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
