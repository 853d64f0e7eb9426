import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const podsMadeModifiable = defineRule({
  id: "pods-made-modifiable",
  title: "Somebody gained the right to change running Pods",
  topic: "access",
  severity: "medium",
  cases: {
    cluster: { severity: "high", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "medium", when: "The right ends at one namespace" },
    named: { severity: "low", when: "The right is limited to objects with certain names" },
  },
  pci: ["6.5.1", "7.2.2"],
  why: "A changed image runs other code under the ServiceAccount of the Pod, and a changed label takes the Pod out of NetworkPolicies and Services.",
  whatToDo: "Let only the controllers of the workloads change Pods.",

  check: (change) => tellPower(change, "pod-write"),

  examples: [
    {
      title: "A role may patch Pods",
      events: ["`system:serviceaccount:ci:deployer` can now change running Pods in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list, patch] }
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
      title: "Deleting Pods changes none",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list, delete] }
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
