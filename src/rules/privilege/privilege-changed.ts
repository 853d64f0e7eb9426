import { defineRule } from "../rule.ts";

export const privilegeChanged = defineRule({
  id: "privilege-changed",
  title: "What pods or people may do changed beside RBAC",
  topic: "privilege",
  severity: "info",
  cases: {
    unknown: { severity: "medium", when: "Nobody can tell whether it allows more" },
    gained: { severity: "low", when: "It allows more" },
  },
  pci: ["7.2.2", "7.2.4"],
  why: "Every change of who may do what is on record, also where nothing dangerous came of it.",
  whatToDo: "Nothing, if this is what was meant.",
  fallback: true,

  check({ direction, sentence }) {
    if (direction === "unknown") return { message: sentence, case: "unknown" };
    return direction === "widened" ? { message: sentence, case: "gained" } : sentence;
  },

  examples: [
    {
      title: "An account is no longer bound to a role of AWS",
      events: [
        "Pods of ServiceAccount `shop/web` no longer act in the cloud as the AWS role `arn:aws:iam::111122223333:role/web`",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata:
           name: web
           namespace: shop
           annotations:
             team: shop
        -    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/web
      `,
    },
    {
      title: "Pods of a namespace are held to a stricter level",
      events: ["Namespace `shop` now has the Pod Security level `restricted` (it was `baseline`)"],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
        -    pod-security.kubernetes.io/enforce: baseline
        +    pod-security.kubernetes.io/enforce: restricted
      `,
    },
    {
      title: "A workload gets an account of its own, which may do nothing",
      events: ["Deployment `shop/web` now runs as ServiceAccount `shop/web`, no longer as `shop/default`"],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: web, namespace: shop }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
        +      serviceAccountName: web
               containers: [{ name: web, image: "registry.example.com/web:1" }]
      `,
    },
    {
      title: "Each of several workloads gets an account of its own",
      events: [
        "Deployment `shop/api` and Deployment `shop/web` now run as ServiceAccounts `shop/api` and `shop/web`, no longer as `shop/default`",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: api, namespace: shop }
         ---
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: web, namespace: shop }
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: api, namespace: shop }
         spec:
           template:
             spec:
        +      serviceAccountName: api
               containers: [{ name: api, image: "registry.example.com/api:1" }]
         ---
         apiVersion: apps/v1
         kind: Deployment
         metadata: { name: web, namespace: shop }
         spec:
           template:
             spec:
        +      serviceAccountName: web
               containers: [{ name: web, image: "registry.example.com/web:1" }]
      `,
    },
    {
      title: "Several accounts get one more Secret",
      events: [
        "Pods of ServiceAccount `orders/release` and ServiceAccount `shop/release` now may mount Secret `registry`",
      ],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: release, namespace: shop }
         secrets:
           - name: release
        +  - name: registry
         ---
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: release, namespace: orders }
         secrets:
           - name: release
        +  - name: registry
      `,
    },
    {
      title: "Pods pull their images with another Secret",
      events: ["Pods of ServiceAccount `shop/web` now pull images with Secret `registry-2`"],
      diff: `
         apiVersion: v1
         kind: ServiceAccount
         metadata: { name: web, namespace: shop }
         imagePullSecrets:
        -  - name: registry
        +  - name: registry-2
      `,
    },
    {
      title: "A project of Argo CD no longer deploys everywhere",
      events: ["AppProject `argocd/shop` no longer deploys to any namespace of any cluster"],
      diff: `
         apiVersion: argoproj.io/v1alpha1
         kind: AppProject
         metadata: { name: shop, namespace: argocd }
         spec:
           sourceRepos: [https://git.example.com/shop]
           destinations:
        -    - { server: "*", namespace: "*" }
             - { server: https://kubernetes.default.svc, namespace: shop }
      `,
    },
    {
      title: "The labels of a namespace that nothing depends on",
      events: [],
      diff: `
         apiVersion: v1
         kind: Namespace
         metadata:
           name: shop
           labels:
             pod-security.kubernetes.io/enforce: baseline
        -    team: shop
        +    team: checkout
      `,
    },
  ],
});
