import { remarks, rights, where, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const accessChanged = defineRule({
  id: "access-changed",
  title: "Somebody gained rights that are no known power",
  topic: "access",
  severity: "info",
  cases: {
    gained: { severity: "low", when: "Somebody gained the rights" },
  },
  pci: ["7.2.2", "7.2.4"],
  why: "Every change of who may do what is on record, also where nothing dangerous came of it.",
  whatToDo: "Nothing, if this is what was meant.",
  fallback: true,

  check(change) {
    if (change.kind === "not-understood")
      return `${change.resource.kind} \`${change.resource.name}\` no longer ${change.problem}`;
    if (change.kind === "lost" || change.direction === "narrowed") return;
    const message = `${who(change)} can now ${rights(change)}${where(change)}${remarks(change)}`;
    return change.kind === "latent" ? message : { message, case: "gained" };
  },

  examples: [
    {
      title: "A role may list Pods",
      events: ["`system:serviceaccount:ci:deployer` can now list pods in namespace `shop`"],
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
    {
      title: "The same Role in several namespaces, bound to the account of each",
      events: [
        "`system:serviceaccount:orders:release` and `system:serviceaccount:shop:release` can now list pods in namespaces `orders` and `shop`, each in its own",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: release, namespace: shop }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get] }
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: release, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: release }
         subjects:
           - { kind: ServiceAccount, name: release, namespace: shop }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: release, namespace: orders }
         rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get] }
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: release, namespace: orders }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: release }
         subjects:
           - { kind: ServiceAccount, name: release, namespace: orders }
      `,
    },
    {
      title: "A controller may write the status of one more kind with every verb: no more than update and patch",
      events: [
        "`system:serviceaccount:ci:operator` can now do everything with widgets/status of example.com in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: operator, namespace: shop }
         rules:
        -  - { apiGroups: [example.com], resources: [widgets], verbs: [get] }
        +  - { apiGroups: [example.com], resources: [widgets], verbs: [get] }
        +  - { apiGroups: [example.com], resources: [widgets/status], verbs: ["*"] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: operator, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: operator }
         subjects:
           - { kind: ServiceAccount, name: operator, namespace: ci }
      `,
    },
    {
      title: "A role is renamed together with its binding",
      events: [],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: Role
        -metadata: { name: reader, namespace: shop }
        -rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: Role
        +metadata: { name: viewer, namespace: shop }
        +rules:
        +  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: reader, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: viewer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
  ],
});
