import { headline, rights, where, who } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const accessRemoved = defineRule({
  id: "access-removed",
  title: "Somebody lost rights",
  topic: "access",
  severity: "info",
  pci: ["7.2.4", "8.2.5", "10.2.1.5"],
  why: "It is the evidence that a review of access was followed up.",
  whatToDo: "Nothing. Where the delivery does not prune, delete the object in the cluster as well.",
  fallback: true,

  check(change) {
    if (change.direction !== "narrowed" || change.kind === "not-understood") return;
    const lost = headline(change, "builtin-lost");
    if (lost)
      return `${who(change)} lost ${listed(
        lost.roles.map((role) => `\`${role}\``),
        4,
      )}${where(change)}`;
    return `${who(change)} can no longer ${rights(change)}${where(change)}`;
  },

  examples: [
    {
      title: "A binding is taken away",
      events: ["`system:serviceaccount:ci:deployer` can no longer get, list pods in namespace `shop`"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: reader, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        ----
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: RoleBinding
        -metadata: { name: deployer, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
        -subjects:
        -  - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
    {
      title: "A binding to a Role of kube-system that everybody knows is taken away",
      events: [
        "`system:serviceaccount:shop:metrics` lost `kube-system/extension-apiserver-authentication-reader` in namespace `kube-system`",
      ],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: RoleBinding
        -metadata: { name: metrics, namespace: kube-system }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: extension-apiserver-authentication-reader }
        -subjects:
        -  - { kind: ServiceAccount, name: metrics, namespace: shop }
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: shop }
      `,
    },
    {
      title: "A binding to a role that everybody knows is taken away",
      events: ["Group `devs` lost `admin` in namespace `shop`"],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: RoleBinding
        -metadata: { name: devs, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
        -subjects:
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
         ---
         apiVersion: v1
         kind: Namespace
         metadata: { name: shop }
      `,
    },
    {
      title: "A binding is split in two",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: devs, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
        +---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: ops }
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
  ],
});
