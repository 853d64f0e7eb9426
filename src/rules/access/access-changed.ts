import { headline, rights, where, who } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const accessChanged = defineRule({
  id: "access-changed",
  title: "Somebody gained or lost rights",
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
    if (change.kind === "ineffective")
      return `${who(change)} could ${rights(change)}${where(change)}, but as it is written this has no effect`;
    const lost = headline(change, "builtin-lost");
    if (lost)
      return `${who(change)} lost ${listed(
        lost.roles.map((role) => `\`${role}\``),
        4,
      )}${where(change)}`;
    const gains = change.direction !== "narrowed";
    const message = `${who(change)} can ${gains ? "now" : "no longer"} ${rights(change)}${where(change)}`;
    return gains && change.kind !== "latent" ? { message, case: "gained" } : message;
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
      title: "`pods/*` looks like a right, but matches no request",
      events: [
        "`system:serviceaccount:ci:deployer` could create pods/* in namespace `shop`, but as it is written this has no effect",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [""], resources: ["pods/*"], verbs: [create] }
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
