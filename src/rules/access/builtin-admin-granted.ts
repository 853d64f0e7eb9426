import { headline, powersOrRights, remarks, where, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const builtinAdminGranted = defineRule({
  id: "builtin-admin-granted",
  title: "Somebody was bound to `admin` or `edit`",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "In every namespace" },
    namespace: { severity: "high", when: "In one namespace" },
  },
  pci: ["1.2.2", "7.2.1", "7.2.2"],
  why: "The built-in roles `edit` and `admin` include reading Secrets, running commands in Pods, acting as every ServiceAccount of the namespace and writing Ingresses and NetworkPolicies; `admin` adds roles and bindings.",
  whatToDo: "Bind a role of your own without those rights.",

  check(change) {
    const found = headline(change, "builtin-admin");
    if (!found) return;
    const isCluster = change.holders.some(({ scope }) => scope.kind === "cluster");
    const roles = found.roles.map((role) => `\`${role}\``).join(" and ");
    const message = `${who(change)} got ${roles}${where(change)}, and can now ${powersOrRights(change)}${remarks(change)}`;
    return { message, case: isCluster ? "cluster" : "namespace" };
  },

  examples: [
    {
      title: "Everybody is an administrator of another namespace that a kustomization decides",
      events: [
        "Group `devs` got `admin` in the namespace that it is applied to, and can now impersonate others, write ingress routes and gateways, write NetworkPolicies, create Pods and 15 more",
      ],
      diff: `
        @@ playground/rbac.yaml
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: everybody }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
         subjects:
           - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: "system:authenticated" }
        @@ shop/rbac.yaml
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: devs }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "A binding without a namespace moves to another directory",
      events: [],
      diff: `
        @@ base/rbac.yaml
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: RoleBinding
        -metadata: { name: devs }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
        -subjects:
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
        @@ shop/rbac.yaml
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: RoleBinding
        +metadata: { name: devs }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: admin }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "A team gets edit instead of view",
      events: [
        "Group `devs` got `edit` in namespace `shop`, and can now impersonate others, write ingress routes and gateways, write NetworkPolicies, create Pods and 13 more; RoleBinding `devs` referred to ClusterRole `view` before, which Kubernetes lets nobody change in place",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: devs, namespace: shop }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: edit }
         subjects:
         - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "A team gets view",
      events: [],
      diff: `
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
