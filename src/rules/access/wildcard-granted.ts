import { remarks, rights, tellPower, where, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const wildcardGranted = defineRule({
  id: "wildcard-granted",
  title: "Somebody gained rights by wildcard",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "Every resource of the cluster" },
    namespace: { severity: "high", when: "Every resource of one namespace" },
    "part-of-cluster": { severity: "medium", when: "All verbs, or all resources of an API group, in every namespace" },
    "part-of-namespace": { severity: "low", when: "All verbs, or all resources of an API group, in one namespace" },
  },
  pci: ["7.2.1", "7.2.2", "7.2.5"],
  why: "A wildcard covers kinds and verbs that do not exist yet: nobody can show that it is the least that is needed.",
  whatToDo: "List the API groups, resources and verbs that are needed.",

  check(change) {
    const everything = tellPower(change, "wildcard");
    if (everything)
      return { message: everything.message, case: everything.case === "cluster" ? "cluster" : "namespace" };
    const part = tellPower(change, "partial-wildcard");
    if (!part) return;
    const message = `${who(change)} can now ${rights(change)}${where(change)}${remarks(change)}`;
    return { message, case: part.case === "cluster" ? "part-of-cluster" : "part-of-namespace" };
  },

  examples: [
    {
      title: "A role may read everything of a namespace",
      events: ["`system:serviceaccount:ci:deployer` can now read everything (Secrets included) in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: ["*"], resources: ["*"], verbs: [get, list] }
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
      title: "A role may do everything with one kind",
      events: [
        "`system:serviceaccount:ci:deployer` can now do everything with widgets of example.com in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [example.com], resources: [widgets], verbs: [get] }
        +  - { apiGroups: [example.com], resources: [widgets], verbs: ["*"] }
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
      title: "Every verb on the status of a kind of Kubernetes",
      events: [
        "`system:serviceaccount:ci:deployer` can now do everything with deployments/status of apps in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [apps], resources: [deployments/status], verbs: [get] }
        +  - { apiGroups: [apps], resources: [deployments/status], verbs: ["*"] }
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
      title: "The list is longer, but every entry is named",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [example.com], resources: [widgets], verbs: [get] }
        +  - { apiGroups: [example.com], resources: [widgets, gadgets], verbs: [get, list] }
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
