import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const escalateOrBindGranted = defineRule({
  id: "escalate-or-bind-granted",
  title: "Somebody gained the right to give out rights that they do not hold",
  topic: "access",
  severity: "high",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "high", when: "The right ends at one namespace" },
    named: { severity: "high", when: "The right is limited to objects with certain names" },
  },
  pci: ["6.5.4", "7.2.1", "7.2.2"],
  why: "`escalate` and `bind` switch off the check of the API server that nobody hands out more than they hold.",
  whatToDo: "Drop the verb, or name the harmless roles that may be bound in `resourceNames`.",

  check: (change) => tellPower(change, "escalate-or-bind"),

  examples: [
    {
      title: "A role may bind every ClusterRole",
      events: ["`system:serviceaccount:ci:deployer` can now bind roles to anyone in every namespace"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [rbac.authorization.k8s.io], resources: [clusterroles], verbs: [bind] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: deployer }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
    {
      title: "`bind` is checked on roles: on bindings it means nothing",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [rbac.authorization.k8s.io], resources: [rolebindings], verbs: [bind] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: deployer }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
  ],
});
