import { tellPrivilege } from "../../analysis/privilege/tell-privilege.ts";
import { defineRule } from "../rule.ts";

export const appProjectWidened = defineRule({
  id: "app-project-widened",
  title: "A project of Argo CD may deploy more",
  topic: "privilege",
  severity: "medium",
  cases: {
    high: { severity: "high", when: "Anything goes: a star, kinds of RBAC, or namespaces that control the cluster" },
    medium: { severity: "medium", when: "One more repository, destination, kind or member, or nobody can tell" },
    low: { severity: "low", when: "Anything else" },
  },
  pci: ["6.5.1", "6.5.4", "7.2.2", "7.2.5"],
  why: "Argo CD deploys with rights of its own. What its project lets an Application take, and put where, is all that limits its authors.",
  whatToDo: "Name the repositories, namespaces and kinds that the team needs.",

  check: (change) => tellPrivilege(change, "app-project"),

  examples: [
    {
      title: "Everything from everywhere",
      events: [
        "AppProject `argocd/shop` now deploys cluster-wide objects of every kind; deploys to any namespace of any cluster and takes manifests from any repository",
      ],
      diff: `
         apiVersion: argoproj.io/v1alpha1
         kind: AppProject
         metadata: { name: shop, namespace: argocd }
         spec:
        -  sourceRepos: [https://git.example.com/shop]
        +  sourceRepos: ["*"]
           destinations:
        -    - { server: https://kubernetes.default.svc, namespace: shop }
        +    - { server: "*", namespace: "*" }
        +  clusterResourceWhitelist:
        +    - { group: "*", kind: "*" }
      `,
    },
    {
      title: "Kinds that were excluded",
      events: [
        "AppProject `argocd/shop` now deploys objects of kind `RoleBinding` of `rbac.authorization.k8s.io` in namespaces that were excluded",
      ],
      diff: `
         apiVersion: argoproj.io/v1alpha1
         kind: AppProject
         metadata: { name: shop, namespace: argocd }
         spec:
           namespaceResourceBlacklist:
             - { group: "", kind: ResourceQuota }
        -    - { group: rbac.authorization.k8s.io, kind: RoleBinding }
      `,
    },
    {
      title: "A role of the project has another member",
      events: ["AppProject `argocd/shop` now gives group `contractors` its role `deployer`"],
      diff: `
         apiVersion: argoproj.io/v1alpha1
         kind: AppProject
         metadata: { name: shop, namespace: argocd }
         spec:
           roles:
             - name: deployer
               policies: ["p, proj:shop:deployer, applications, sync, shop/*, allow"]
               groups:
                 - shop
        +        - contractors
      `,
    },
    {
      title: "A setting that nobody can weigh",
      events: ["AppProject `argocd/shop` changed `syncWindows`"],
      diff: `
         apiVersion: argoproj.io/v1alpha1
         kind: AppProject
         metadata: { name: shop, namespace: argocd }
         spec:
           sourceRepos: [https://git.example.com/shop]
        +  syncWindows:
        +    - { kind: allow, schedule: "* * * * *", duration: 1h }
      `,
    },
    {
      title: "A destination that was covered already, and another order",
      events: [],
      diff: `
         apiVersion: argoproj.io/v1alpha1
         kind: AppProject
         metadata: { name: shop, namespace: argocd }
         spec:
        -  sourceRepos: [https://git.example.com/shop, https://git.example.com/base]
        +  sourceRepos: [https://git.example.com/base.git, https://git.example.com/shop]
           destinations:
             - { server: https://kubernetes.default.svc, namespace: "shop-*" }
        +    - { server: https://kubernetes.default.svc, namespace: shop-web }
      `,
    },
    {
      title: "A repository less",
      events: [],
      diff: `
         apiVersion: argoproj.io/v1alpha1
         kind: AppProject
         metadata: { name: shop, namespace: argocd }
         spec:
           sourceRepos:
             - https://git.example.com/shop
        -    - "*"
      `,
    },
  ],
});
