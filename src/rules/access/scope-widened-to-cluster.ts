import { caseOfDanger, headline, powersOrRights, remarks, who } from "../../analysis/access/describe-access.ts";
import { listed } from "../../analysis/access/grant-lines.ts";
import { defineRule } from "../rule.ts";

export const scopeWidenedToCluster = defineRule({
  id: "scope-widened-to-cluster",
  title: "Rights in a namespace became rights in every namespace",
  topic: "access",
  severity: "high",
  cases: {
    critical: { severity: "critical", when: "A critical power is among the rights" },
    high: { severity: "high", when: "A high power is among the rights" },
    medium: { severity: "medium", when: "A medium power is among the rights" },
    low: { severity: "low", when: "Only minor powers are among the rights" },
    info: { severity: "low", when: "Only minor powers are among the rights" },
    harmless: { severity: "medium", when: "No known power is among the rights" },
  },
  pci: ["7.2.1", "7.2.2", "7.2.5"],
  why: "A ClusterRoleBinding reaches every namespace, also those that hold cardholder data and those that do not exist yet.",
  whatToDo: "Keep one RoleBinding for each namespace.",

  check(change) {
    const found = headline(change, "scope-widened");
    if (!found) return;
    const from = listed(
      found.from.map((name) => (name === "" ? "one" : `\`${name}\``)),
      4,
    );
    const message = `${who(change)} can now do in every namespace what was possible in ${from} only, such as to ${powersOrRights(change)}${remarks(change)}`;
    return { message, case: caseOfDanger(found.danger) };
  },

  examples: [
    {
      title: "A RoleBinding becomes a ClusterRoleBinding",
      events: [
        "Group `devs` can now do in every namespace what was possible in `shop` only, such as to read the logs of Pods",
      ],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: RoleBinding
        -metadata: { name: deployer, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        -subjects:
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
        +---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: ClusterRoleBinding
        +metadata: { name: deployer }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "A Namespace that could be read from inside may now be read with a ClusterRole",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
        -  - { apiGroups: [""], resources: [nodes], verbs: [get] }
        +  - { apiGroups: [""], resources: [nodes], verbs: [get] }
        +  - { apiGroups: [""], resources: [namespaces], verbs: [list], resourceNames: [shop] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: deployer }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: shop }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [namespaces], verbs: [get, list, watch] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: shop }
      `,
    },
    {
      title: "A ClusterRoleBinding becomes a RoleBinding",
      events: [],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: ClusterRoleBinding
        -metadata: { name: deployer }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        -subjects:
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
        +---
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: deployer, namespace: shop }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
  ],
});
