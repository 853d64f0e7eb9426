import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const nodeControlGranted = defineRule({
  id: "node-control-granted",
  title: "Somebody gained control of nodes or of the cluster's certificates",
  topic: "access",
  severity: "critical",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    named: { severity: "high", when: "The right is limited to objects with certain names" },
  },
  pci: ["2.2.6", "7.2.1", "7.2.5"],
  why: "The kubelet runs commands in every container of its node, volumes can mount its file system, and an approved certificate can be anybody's.",
  whatToDo: "Use the fine-grained `nodes/metrics` and `nodes/stats`; leave certificates and volumes to the platform.",

  check: (change) => tellPower(change, "node-control"),

  examples: [
    {
      title: "An agent may read through the kubelet proxy",
      events: ["`system:serviceaccount:ci:deployer` can now control every container of a node through its kubelet"],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
        -  - { apiGroups: [""], resources: [nodes/metrics], verbs: [get] }
        +  - { apiGroups: [""], resources: [nodes/metrics, nodes/proxy], verbs: [get] }
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
      title: "Approving certificates takes the signer as well",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: ClusterRole
         metadata: { name: deployer }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [certificates.k8s.io], resources: [certificatesigningrequests/approval], verbs: [update] }
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
