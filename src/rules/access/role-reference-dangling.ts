import { headline, remarks, where, who } from "../../analysis/access/describe-access.ts";
import { listed, sayRole } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const roleReferenceDangling = defineRule({
  id: "role-reference-dangling",
  title: "A binding refers to a role that nobody can see here",
  topic: "access",
  severity: "medium",
  cases: {
    ordinary: { severity: "medium", when: "Any other role" },
    "sounds-privileged": { severity: "high", when: "The name speaks of administrators, owners or the system" },
  },
  pci: ["7.2.4", "7.2.5.1"],
  why: "What the binding grants is decided elsewhere: by an operator or chart, or by whoever creates a role of that name.",
  whatToDo: "Add the role to this repository, or delete the binding.",

  check(change) {
    const found = headline(change, "dangling");
    if (!found) return;
    const roles = listed(found.roles.map(sayRole), 4);
    const files = listed(
      found.namesakes.map((file) => `\`${file}\``),
      2,
    );
    const reason = files ? `${files} declares a role of that name for another place` : "no such role is declared here";
    const message = `${who(change)} can now do whatever ${roles} allows${where(change)}, but ${reason}${remarks(change)}`;
    return { message, case: found.roles.some((role) => privileged.test(role)) ? "sounds-privileged" : "ordinary" };
  },

  examples: [
    {
      title: "The role is deleted and its binding stays",
      events: [
        "`system:serviceaccount:ci:deployer` can now do whatever Role `shop/reader` allows in namespace `shop`, but no such role is declared here",
      ],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: Role
        -metadata: { name: reader, namespace: shop }
        -rules:
        -  - { apiGroups: [""], resources: [pods], verbs: [get, list] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
    {
      title: "A kustomization decides the namespace of the binding, and the role states one",
      events: [
        "Group `devs` can now do whatever Role `reader` allows in the namespace that it is applied to, but `roles/reader.yaml` declares a role of that name for another place",
      ],
      diff: `
        @@ roles/reader.yaml
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: reader, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        @@ bindings/devs.yaml
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: devs }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "The binding does not say which namespace it is in",
      events: [
        "Group `devs` can now do whatever Role `reader` allows in the namespace that it is applied to, but no such role is declared here",
      ],
      diff: `
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: devs }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "The role is declared elsewhere in the repository",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: reader, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: deployer, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: reader }
        +subjects:
        +  - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
  ],
});

const privileged = /admin|owner|root|master|\/system:/i;
