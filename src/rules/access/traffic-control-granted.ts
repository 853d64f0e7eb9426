import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const trafficControlGranted = defineRule({
  id: "traffic-control-granted",
  title: "Somebody gained the right to redirect traffic",
  topic: "access",
  severity: "medium",
  cases: {
    cluster: { severity: "high", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "medium", when: "The right ends at one namespace" },
    named: { severity: "low", when: "The right is limited to objects with certain names" },
  },
  pci: ["1.2.2", "1.2.5", "7.2.2"],
  why: "A Service can publish a node port or load balancer, endpoints can point anywhere, and the policies of a mesh decide who may call whom.",
  whatToDo: "Let only the GitOps controller and the mesh write them.",

  check: (change) => tellPower(change, "traffic-control"),

  examples: [
    {
      title: "A role may patch Services",
      events: ["`system:serviceaccount:ci:deployer` can now write Services in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [services], verbs: [patch] }
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
      title: "Reading Services redirects none",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [services], verbs: [get] }
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
