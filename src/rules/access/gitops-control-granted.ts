import { tellPower } from "../../analysis/access/describe-access.ts";
import { defineRule } from "../rule.ts";

export const gitopsControlGranted = defineRule({
  id: "gitops-control-granted",
  title: "Somebody gained control of the GitOps controller",
  topic: "access",
  severity: "critical",
  cases: {
    cluster: { severity: "critical", when: "The right reaches every namespace, or the cluster itself" },
    namespace: { severity: "critical", when: "The right ends at one namespace" },
    named: { severity: "high", when: "The right is limited to objects with certain names" },
  },
  pci: ["6.5.1", "6.5.4", "7.2.2"],
  why: "The controller deploys whatever its sources and applications say, with its own rights, which are usually those of a cluster administrator.",
  whatToDo: "Change applications by pull request; limit a team to its AppProject.",

  check: (change) => tellPower(change, "gitops-control"),

  examples: [
    {
      title: "A team may create Applications",
      events: [
        "`system:serviceaccount:ci:deployer` can now deploy anything through the GitOps controller in namespace `shop`",
      ],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
        -  - { apiGroups: [argoproj.io], resources: [applications], verbs: [get] }
        +  - { apiGroups: [argoproj.io], resources: [applications], verbs: [get, create] }
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
      title: "Rollouts are workloads, not sources",
      events: [],
      diff: `
         apiVersion: rbac.authorization.k8s.io/v1
         kind: Role
         metadata: { name: deployer, namespace: shop }
         rules:
           - { apiGroups: [""], resources: [pods], verbs: [get, list] }
        +  - { apiGroups: [argoproj.io], resources: [rollouts], verbs: [patch] }
         ---
         apiVersion: rbac.authorization.k8s.io/v1
         kind: RoleBinding
         metadata: { name: deployer, namespace: shop }
         roleRef: { apiGroup: rbac.authorization.k8s.io, kind: Role, name: deployer }
         subjects:
           - { kind: ServiceAccount, name: deployer, namespace: ci }
      `,
    },
  ],
});
