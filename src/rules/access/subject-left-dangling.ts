import { headline, where, who } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const subjectLeftDangling = defineRule({
  id: "subject-left-dangling",
  title: "A binding names a ServiceAccount that nothing declares",
  topic: "access",
  severity: "medium",
  cases: {
    removed: { severity: "medium", when: "The account was declared before" },
    undeclared: {
      severity: "low",
      when: "Other accounts of its namespace are declared, and it never was, nor may a chart or a remote base bring it along",
    },
  },
  pci: ["7.2.4", "7.2.5.1"],
  why: "Whoever may create a ServiceAccount of that name in its namespace gets the rights of the binding.",
  whatToDo: "Take the subject out of the binding, or declare the ServiceAccount.",

  check(change) {
    const stale = headline(change, "stale-subject");
    if (stale) {
      const bindings = listed(stale.bindings, 4);
      const message = `${who(change)} is declared no more, but ${bindings}${where(change)} still ${stale.bindings.length === 1 ? "names" : "name"} it: whoever creates it gets the rights`;
      return { message, case: "removed" };
    }
    const found = headline(change, "undeclared");
    if (!found) return;
    const { namespace, name, bindings } = found;
    const names = bindings.length === 1 ? "names" : "name";
    const message = `No manifest declares ServiceAccount \`${name}\` in namespace \`${namespace}\`, which ${listed(bindings, 4)} now ${names}: whoever creates it gets the rights`;
    return { message, case: "undeclared" };
  },

  examples: [
    {
      title: "A ServiceAccount goes and its binding stays",
      events: [
        "`system:serviceaccount:ci:deck` is declared no more, but RoleBinding `deck` in namespace `test-pods` still names it: whoever creates it gets the rights",
      ],
      diff: `
        -apiVersion: v1
        -kind: ServiceAccount
        -metadata: { name: deck, namespace: ci }
        ----
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deck, namespace: test-pods }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
         subjects:
           - { kind: ServiceAccount, name: deck, namespace: ci }
      `,
    },
    {
      title: "The name of a new subject is misspelt",
      events: [
        "No manifest declares ServiceAccount `jobs` in namespace `shop`, which RoleBinding `ops` now names: whoever creates it gets the rights",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: job, namespace: shop }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: ServiceAccount, name: job, namespace: shop }
        +  - { kind: ServiceAccount, name: jobs, namespace: shop }
      `,
    },
    {
      title: "Bindings in several namespaces name one account that nothing declares",
      events: [
        "No manifest declares ServiceAccount `jobs` in namespace `shop`, which RoleBinding `reader` and RoleBinding `writer` now name: whoever creates it gets the rights",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: job, namespace: shop }
         ---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: reader, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +subjects:
        +  - { kind: ServiceAccount, name: jobs, namespace: shop }
        +---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: reader, namespace: orders }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +subjects:
        +  - { kind: ServiceAccount, name: jobs, namespace: shop }
        +---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: writer, namespace: orders }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
        +subjects:
        +  - { kind: ServiceAccount, name: jobs, namespace: shop }
      `,
    },
    {
      title: "A remote base may bring the account along",
      events: [],
      diff: `
        @@ dashboard/kustomization.yaml
         resources:
           - rbac.yaml
           - https://example.com/dashboard/v1/release.yaml
        @@ dashboard/rbac.yaml
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: dashboard, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +subjects:
        +  - { kind: ServiceAccount, name: dashboard, namespace: tools }
        @@ tools/accounts.yaml
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: builder, namespace: tools }
      `,
    },
    {
      title: "A binding goes on naming an account that never was declared",
      events: [],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: job, namespace: shop }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: reader, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
         subjects:
           - { kind: ServiceAccount, name: jobs, namespace: shop }
      `,
    },
    {
      title: "The account is created elsewhere, like all of its namespace",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: ops, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: ops, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: ops }
         subjects:
           - { kind: ServiceAccount, name: job, namespace: shop }
        +  - { kind: ServiceAccount, name: jobs, namespace: shop }
      `,
    },
    {
      title: "The account moves together with its binding",
      events: [],
      diff: `
        -apiVersion: v1
        -kind: ServiceAccount
        -metadata: { name: deck, namespace: ci }
        ----
        +apiVersion: v1
        +kind: ServiceAccount
        +metadata: { name: deck, namespace: prow }
        +---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deck, namespace: test-pods }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
         subjects:
        -  - { kind: ServiceAccount, name: deck, namespace: ci }
        +  - { kind: ServiceAccount, name: deck, namespace: prow }
      `,
    },
  ],
});
