import { headline, remarks, where, who } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const clusterAdminGranted = defineRule({
  id: "cluster-admin-granted",
  title: "Somebody gained every right",
  topic: "access",
  severity: "critical",
  cases: {
    cluster: { severity: "critical", when: "In every namespace" },
    namespace: { severity: "high", when: "In one namespace only" },
  },
  pci: ["7.2.1", "7.2.2", "10.2.1.5"],
  why: "Whoever may do everything can change every control of the cluster, this one included.",
  whatToDo: "Bind a role with the rights that are needed; keep full rights for a recorded emergency account.",

  check(change) {
    if (!headline(change, "cluster-admin")) return;
    const isCluster = change.holders.some(({ scope }) => scope.kind === "cluster");
    const message = `${who(change)} can now do everything${where(change)}${remarks(change)}`;
    return { message, case: isCluster ? "cluster" : "namespace" };
  },

  examples: [
    {
      title: "A group is bound to cluster-admin",
      events: ["Group `devs` can now do everything in every namespace"],
      diff: `
        +apiVersion: rbac.authorization.k8s.io/v1
        +kind: ClusterRoleBinding
        +metadata: { name: deployer }
        +roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
        +subjects:
        +  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "A read-only role becomes all-powerful",
      events: ["`system:serviceaccount:ci:deployer` can now do everything in every namespace"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
        -  - { apiGroups: ["*"], resources: ["*"], verbs: [get, list, watch] }
        +  - { apiGroups: ["*"], resources: ["*"], verbs: ["*"] }
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
      title: "A binding to cluster-admin is taken away",
      events: [],
      diff: `
        -apiVersion: rbac.authorization.k8s.io/v1
        -kind: ClusterRoleBinding
        -metadata: { name: deployer }
        -roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
        -subjects:
        -  - { kind: Group, apiGroup: rbac.authorization.k8s.io, name: devs }
      `,
    },
    {
      title: "The ServiceAccount is written as the user that it is",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRoleBinding
         metadata: { name: deployer }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }
         subjects:
        -  - { kind: ServiceAccount, name: deployer, namespace: ci }
        +  - { kind: User, apiGroup: rbac.authorization.k8s.io, name: "system:serviceaccount:ci:deployer" }
      `,
    },
  ],
});
